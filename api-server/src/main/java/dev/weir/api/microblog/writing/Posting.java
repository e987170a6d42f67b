package dev.weir.api.microblog.writing;

import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.LanguageGuess;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.writing.Sight.Hold;
import dev.weir.api.microblog.writing.Sight.Seen;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes posts, with all counters that follow, in one transaction each and at most six statements. Thread-safe.
 */
public final class Posting {

    /** How long a repeated request gets the post of the first. */
    public static final Duration REPEATABLE = Duration.ofHours(24);

    private static final String CLAIM = """
            insert into microblog.post_requests as r (app_id, user_id, idempotency_key, body_sha256, requested_at)
            values (:app, :user, :key, :body, :now)
            on conflict (app_id, user_id, idempotency_key) do update
            set body_sha256 = excluded.body_sha256, requested_at = excluded.requested_at, post_id = null
            where r.requested_at < :expired
            """;

    private static final String CLAIMED = """
            select post_id, body_sha256 = :body as same from microblog.post_requests
            where app_id = :app and user_id = :user and idempotency_key = :key
            """;

    private static final String FORGET = "delete from microblog.post_requests where requested_at < :expired";

    private static final String LOCK = "select author_id from microblog.posts where id = :id for update";

    private static final String DELETED_BY = "select author_id from microblog.deletions where post_id = :id";

    private static final String REPOSTS = """
            select id from microblog.posts where repost_of_id = :of and author_id = :author order by id for update
            """;

    /** The longest text of a repost, in code points, as the other platform cuts it. */
    private static final int LONGEST_REPOST = 140;

    private final Transactions transactions;
    private final PostIds ids;
    private final Feed feed;
    private final Clock clock;

    /** @param feed takes each post in the transaction that writes it */
    public Posting(Jdbi jdbi, PostIds ids, Feed feed, Clock clock) {
        this.transactions = new Transactions(jdbi);
        this.ids = ids;
        this.feed = feed;
        this.clock = clock;
    }

    /** Writes a post; with a request's key at most once. */
    public Writing write(Draft draft, Optional<RequestKey> request) {
        return transactions.run(handle -> {
            Optional<Writing> earlier = request.flatMap(key -> earlier(handle, key));
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Writing written = write(handle, draft, request);
            if (!(written instanceof Writing.Done)) {
                // What was refused has not used its key.
                handle.rollback();
            }
            return written;
        });
    }

    /** What an earlier request of this key did; empty when this is the first, and the key is now its. */
    private Optional<Writing> earlier(Handle handle, RequestKey key) {
        boolean first = handle.createUpdate(CLAIM)
                        .bind("app", key.appId())
                        .bind("user", key.userId())
                        .bind("key", key.key())
                        .bind("body", key.bodySha256())
                        .bind("now", clock.instant())
                        .bind("expired", clock.instant().minus(REPEATABLE))
                        .execute()
                > 0;
        if (first) {
            return Optional.empty();
        }
        return Optional.of(handle.createQuery(CLAIMED)
                .bind("app", key.appId())
                .bind("user", key.userId())
                .bind("key", key.key())
                .bind("body", key.bodySha256())
                .map((row, context) -> row.getBoolean("same")
                        ? new Writing.Done(row.getLong("post_id"))
                        : (Writing) new Writing.KeyTaken())
                .one());
    }

    private Writing write(Handle handle, Draft draft, Optional<RequestKey> request) {
        if (!Sight.mayWrite(handle, draft.authorId())) {
            return new Writing.NoSuchAuthor();
        }
        List<Long> asked = Stream.of(Optional.ofNullable(draft.replyToId()), Optional.ofNullable(draft.quotedId()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<Long, Seen> seen = asked.isEmpty() ? Map.of() : Sight.posts(handle, draft.authorId(), asked, Hold.KEPT);
        Optional<Long> missing =
                asked.stream().filter(id -> !seen.containsKey(id)).findFirst();
        if (missing.isPresent()) {
            return new Writing.NoSuchPost(missing.get());
        }
        // Made last: the shorter between an id and its commit, the fewer posts appear behind younger ones.
        Post post = post(ids.next(), draft, seen(seen, draft.replyToId()), seen(seen, draft.quotedId()));
        PostRows.insert(handle, post, draft.appId(), request);
        feed.append(handle, post.id());
        return new Writing.Done(post.id());
    }

    private static @Nullable Seen seen(Map<Long, Seen> seen, @Nullable Long id) {
        return id == null ? null : Objects.requireNonNull(seen.get(id));
    }

    private static Post post(long id, Draft draft, @Nullable Seen answered, @Nullable Seen quoted) {
        return new Post(
                id,
                draft.authorId(),
                Snowflakes.timeOf(id),
                draft.text(),
                LanguageGuess.of(draft.text()),
                answered == null ? id : answered.conversationId(),
                answered == null ? null : answered.id(),
                answered == null ? null : answered.authorId(),
                quoted == null ? null : quoted.id(),
                null,
                false,
                null,
                Entities.of(draft.text()).toJson().orElse(null));
    }

    /** Deletes a user's own post and all that hangs on it; what was deleted by its author before counts as done. */
    public Removal delete(long author, long postId) {
        return transactions.run(handle -> {
            Optional<Long> owner = author(handle, LOCK, postId);
            if (owner.isEmpty()) {
                boolean before = author(handle, DELETED_BY, postId).equals(Optional.of(author));
                return before ? Removal.GONE : Removal.NOT_FOUND;
            }
            if (owner.get() != author) {
                return Removal.NOT_YOURS;
            }
            PostRows.delete(handle, List.of(postId), author, clock.instant());
            return Removal.GONE;
        });
    }

    /**
     * Repeats a post for a user's followers; a second time changes nothing.
     *
     * @param appId the app that does so for the user; null for none
     */
    public Writing repost(long author, long postId, @Nullable Long appId) {
        return transactions.run(handle -> {
            if (!Sight.mayWrite(handle, author)) {
                return new Writing.NoSuchAuthor();
            }
            // Alone: of two requests that repeat the same post the second finds the repost of the first.
            Seen seen = Sight.posts(handle, author, List.of(postId), Hold.ALONE).get(postId);
            if (seen == null) {
                return new Writing.NoSuchPost(postId);
            }
            List<Long> before = reposts(handle, author, seen.id());
            if (!before.isEmpty()) {
                return new Writing.Done(before.get(0));
            }
            Post repost = repost(ids.next(), author, seen);
            PostRows.insert(handle, repost, appId, Optional.empty());
            feed.append(handle, repost.id());
            return new Writing.Done(repost.id());
        });
    }

    /** Takes a repost back; without one nothing changes. */
    public void undoRepost(long author, long postId) {
        transactions.run(handle -> {
            List<Long> reposts = reposts(handle, author, postId);
            if (!reposts.isEmpty()) {
                PostRows.delete(handle, reposts, author, clock.instant());
            }
            return reposts.size();
        });
    }

    private static List<Long> reposts(Handle handle, long author, long of) {
        return handle.createQuery(REPOSTS)
                .bind("of", of)
                .bind("author", author)
                .mapTo(Long.class)
                .list();
    }

    private static Post repost(long id, long author, Seen of) {
        String text = cut("RT @" + of.username() + ": " + of.text());
        return new Post(
                id,
                author,
                Snowflakes.timeOf(id),
                text,
                of.lang(),
                id,
                null,
                null,
                null,
                of.id(),
                false,
                null,
                Entities.of(text).toJson().orElse(null));
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_REPOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_REPOST - 1)) + "…";
    }

    /**
     * Forgets requests that are too old to be repeated.
     *
     * @return how many
     */
    public int forgetOldRequests() {
        return transactions.run(handle -> handle.createUpdate(FORGET)
                .bind("expired", clock.instant().minus(REPEATABLE))
                .execute());
    }

    private static Optional<Long> author(Handle handle, String sql, long postId) {
        return handle.createQuery(sql).bind("id", postId).mapTo(Long.class).findOne();
    }
}
