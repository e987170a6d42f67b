package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.Snowflakes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies posts to the home timelines of followers, off the path of every request.
 *
 * <p>The transaction that writes a post also queues it (a trigger of the database sees to that), so none is lost; every
 * gateway takes queued posts that no other has taken, in batches. Readers look into the queue too, so how long it is
 * makes reading slower but never wrong. An author whose followers have become too many is noted as one to be looked up by
 * readers instead. Thread-safe.
 */
public final class FanOut implements AutoCloseable {

    /** How long a home timeline reaches back; older entries are removed. */
    static final Duration REACH = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(10);
    private static final int MOST_POSTS = 64;
    private static final int MOST_COPIES = 20_000;
    private static final int FILLED_AT_ONCE = 500;

    private static final String TAKE = """
            select q.post_id, q.author_id, coalesce(c.followers, 0) as followers,
                exists (select from microblog.pulled_authors a where a.user_id = q.author_id) as pulled
            from microblog.fanouts q left join microblog.user_counts c on c.user_id = q.author_id
            order by q.post_id limit :most for update of q skip locked
            """;

    /** Waits for those who are about to follow an author and have copied his posts for themselves already. */
    private static final String AWAIT_FOLLOWERS = """
            select pg_advisory_xact_lock(:space, hashint8(id))
            from (select distinct unnest(cast(:authors as bigint[])) as id order by 1) as authors
            """;

    private static final String PULL = """
            insert into microblog.pulled_authors (user_id)
            select distinct unnest(cast(:authors as bigint[])) order by 1 on conflict do nothing
            """;

    private static final String COPY = """
            insert into microblog.home (user_id, post_id, author_id)
            select f.follower_id, p.id, p.author_id
            from microblog.posts p join microblog.follows f on f.followed_id = p.author_id
            where p.id = any(cast(:posts as bigint[]))
            order by 1, 2 on conflict do nothing
            """;

    private static final String DONE = "delete from microblog.fanouts where post_id = any(cast(:posts as bigint[]))";

    private static final String TRIM = """
            delete from microblog.home where ctid = any(array(
                select ctid from microblog.home where post_id < :oldest limit 10000))
            """;

    private static final String BEGIN_ANEW = """
            update microblog.home_state set filled_from = greatest(:newest, (select max(id) + 1 from microblog.posts))
            """;

    private static final String PULL_ALL = """
            insert into microblog.pulled_authors (user_id)
            select user_id from microblog.user_counts where followers > :most on conflict do nothing
            """;

    /** The newest posts that are older than what home timelines hold, as they go back. */
    private static final String FILL = """
            with state as (select filled_from from microblog.home_state for update),
            next as (
                select p.id, p.author_id from microblog.posts p
                where p.id < (select filled_from from state) and p.id >= :oldest order by p.id desc limit :most),
            copied as (
                insert into microblog.home (user_id, post_id, author_id)
                select f.follower_id, n.id, n.author_id
                from next n join microblog.follows f on f.followed_id = n.author_id
                where not exists (select from microblog.pulled_authors a where a.user_id = n.author_id)
                order by 1, 2 on conflict do nothing),
            lowered as (
                update microblog.home_state set filled_from = (select min(id) from next)
                where exists (select from next))
            select count(*) from next
            """;

    /** The first key of the advisory locks of authors; the second is made of the author's id. */
    static final int LOCK_SPACE = 0x686f6d65;

    private record Queued(long postId, long authorId, long followers, boolean pulled) {}

    private final Jdbi jdbi;
    private final Clock clock;
    private final long mostFollowers;
    private @Nullable Future<?> copying;
    private @Nullable Future<?> trimming;

    /** @param mostFollowers an author with more is looked up by readers */
    public FanOut(Jdbi jdbi, Clock clock, long mostFollowers) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.mostFollowers = mostFollowers;
    }

    /** Copies from now on. */
    public void start(ScheduledExecutorService scheduler) {
        copying = scheduler.scheduleWithFixedDelay(
                () -> quietly(this::copyAll), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        trimming = scheduler.scheduleWithFixedDelay(
                () -> quietly(this::trim), BETWEEN_TRIMS.toSeconds(), BETWEEN_TRIMS.toSeconds(), TimeUnit.SECONDS);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (JdbiException e) {
            LOG.info("Home timelines are filled later: {}", e.getMessage());
        }
    }

    /** Copies until nothing is queued that no other gateway has taken. */
    void copyAll() {
        while (copySome() == MOST_POSTS) {
            // There may be more.
        }
    }

    private int copySome() {
        return jdbi.inTransaction(handle -> {
            List<Queued> taken = handle.createQuery(TAKE)
                    .bind("most", MOST_POSTS)
                    .map((row, context) -> new Queued(
                            row.getLong("post_id"),
                            row.getLong("author_id"),
                            row.getLong("followers"),
                            row.getBoolean("pulled")))
                    .list();
            if (!taken.isEmpty()) {
                copy(handle, taken);
            }
            return taken.size();
        });
    }

    private void copy(Handle handle, List<Queued> taken) {
        List<Queued> pulled = taken.stream()
                .filter(post -> post.pulled || post.followers > mostFollowers)
                .toList();
        List<Queued> copied = new ArrayList<>();
        long copies = 0;
        for (Queued post : taken) {
            if (!pulled.contains(post) && (copied.isEmpty() || copies + post.followers <= MOST_COPIES)) {
                copied.add(post);
                copies += post.followers;
            }
        }
        if (!pulled.isEmpty()) {
            handle.createUpdate(PULL).bind("authors", authors(pulled)).execute();
        }
        if (!copied.isEmpty()) {
            handle.createQuery(AWAIT_FOLLOWERS)
                    .bind("space", LOCK_SPACE)
                    .bind("authors", authors(copied))
                    .mapToMap()
                    .list();
            handle.createUpdate(COPY).bind("posts", posts(copied)).execute();
        }
        copied.addAll(pulled);
        handle.createUpdate(DONE).bind("posts", posts(copied)).execute();
    }

    private static String authors(List<Queued> queued) {
        return PostRows.array(queued.stream().map(Queued::authorId).toList());
    }

    private static String posts(List<Queued> queued) {
        return PostRows.array(queued.stream().map(Queued::postId).toList());
    }

    private void trim() {
        int removed;
        do {
            removed = jdbi.withHandle(handle -> handle.createUpdate(TRIM)
                    .bind("oldest", Snowflakes.firstAt(oldest()))
                    .execute());
        } while (removed > 0);
    }

    private Instant oldest() {
        return clock.instant().minus(REACH);
    }

    /**
     * Forgets all home timelines: from now on posts are copied anew, and what is older is looked up by readers. Quick, and
     * readers notice nothing but that.
     */
    public void beginAnew() {
        jdbi.useTransaction(handle -> {
            handle.execute("truncate microblog.home, microblog.fanouts");
            handle.createUpdate(BEGIN_ANEW)
                    .bind("newest", Snowflakes.firstAt(clock.instant()))
                    .execute();
            handle.createUpdate(PULL_ALL).bind("most", mostFollowers).execute();
        });
    }

    /**
     * Copies what is older than home timelines hold, as far back as they reach, in small transactions; may be ended at any
     * time and goes on where it stood.
     *
     * @param told is told how many posts have been copied, now and then
     * @return posts copied
     */
    public long fill(java.util.function.LongConsumer told) {
        long filled = 0;
        long more;
        do {
            more = jdbi.inTransaction(handle -> handle.createQuery(FILL)
                    .bind("oldest", Snowflakes.firstAt(oldest()))
                    .bind("most", FILLED_AT_ONCE)
                    .mapTo(Long.class)
                    .one());
            filled += more;
            told.accept(filled);
        } while (more > 0);
        return filled;
    }

    @Override
    public void close() {
        if (copying != null) {
            copying.cancel(false);
        }
        if (trimming != null) {
            trimming.cancel(false);
        }
    }
}
