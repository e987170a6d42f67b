package dev.weir.api.microblog.writing;

import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.LanguageGuess;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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

    private static final String AUTHOR = "select not suspended from microblog.users where id = :author";

    /**
     * What a draft refers to, where that is a repost the post repeated. Whoever deletes one of these waits until the post
     * that refers to it is written, or is waited for.
     */
    private static final String REFERRED = """
            select asked.id as asked, p.id, p.author_id, p.conversation_id
            from microblog.posts asked
            join microblog.posts p on p.id = coalesce(asked.repost_of_id, asked.id)
            join microblog.users u on u.id = p.author_id
            where asked.id = any(cast(:ids as bigint[])) and not u.suspended and (not u.protected or u.id = :author)
            order by p.id for key share of p
            """;

    private static final String LOCK = "select author_id from microblog.posts where id = :id for update";

    private static final String DELETED_BY = "select author_id from microblog.deletions where post_id = :id";

    /**
     * A post that another refers to.
     *
     * @param asked the id it was asked for by
     */
    private record Referred(long asked, long id, long authorId, long conversationId) {}

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
        boolean mayWrite = handle.createQuery(AUTHOR)
                .bind("author", draft.authorId())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        if (!mayWrite) {
            return new Writing.NoSuchAuthor();
        }
        List<Long> asked = Stream.of(Optional.ofNullable(draft.replyToId()), Optional.ofNullable(draft.quotedId()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<Long, Referred> referred = asked.isEmpty() ? Map.of() : referred(handle, draft.authorId(), asked);
        Optional<Long> missing =
                asked.stream().filter(id -> !referred.containsKey(id)).findFirst();
        if (missing.isPresent()) {
            return new Writing.NoSuchPost(missing.get());
        }
        // Made last: the shorter between an id and its commit, the fewer posts appear behind younger ones.
        Post post =
                post(ids.next(), draft, referred(referred, draft.replyToId()), referred(referred, draft.quotedId()));
        PostRows.insert(handle, post, request);
        feed.append(handle, post.id());
        return new Writing.Done(post.id());
    }

    private static Map<Long, Referred> referred(Handle handle, long author, List<Long> asked) {
        return handle
                .createQuery(REFERRED)
                .bind("ids", PostRows.array(asked))
                .bind("author", author)
                .map((row, context) -> new Referred(
                        row.getLong("asked"),
                        row.getLong("id"),
                        row.getLong("author_id"),
                        row.getLong("conversation_id")))
                .stream()
                .collect(Collectors.toMap(Referred::asked, post -> post));
    }

    private static @Nullable Referred referred(Map<Long, Referred> found, @Nullable Long id) {
        return id == null ? null : Objects.requireNonNull(found.get(id));
    }

    private static Post post(long id, Draft draft, @Nullable Referred answered, @Nullable Referred quoted) {
        return new Post(
                id,
                draft.authorId(),
                Snowflakes.timeOf(id),
                draft.text(),
                LanguageGuess.of(draft.text()),
                answered == null ? id : answered.conversationId,
                answered == null ? null : answered.id,
                answered == null ? null : answered.authorId,
                quoted == null ? null : quoted.id,
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
            PostRows.delete(handle, postId, author, clock.instant(), "deleted");
            return Removal.GONE;
        });
    }

    private static Optional<Long> author(Handle handle, String sql, long postId) {
        return handle.createQuery(sql).bind("id", postId).mapTo(Long.class).findOne();
    }
}
