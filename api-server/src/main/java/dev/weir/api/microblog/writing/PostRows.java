package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.Mentions;
import dev.weir.api.microblog.NewestPosts;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts a post and all counters that it moves into the tables, and takes both out again; within the caller's transaction. */
final class PostRows {

    private static final String INSERT = """
            with post as (
                insert into microblog.posts (id, author_id, created_at, text, lang, conversation_id, reply_to_id,
                    reply_to_user_id, quoted_id, repost_of_id, possibly_sensitive, source, entities, search)
                values (:id, :authorId, :createdAt, :text, :lang, :conversationId, :replyToId,
                    :replyToUserId, :quotedId, :repostOfId, :possiblySensitive,
                    coalesce(:source, (select name from platform.apps where id = :writer)),
                    microblog.with_mentioned_ids(cast(:entities as jsonb)), cast(:vector as tsvector))
                returning id, repost_of_id, entities),
            mentioned as (
            """ + Mentions.of("post") + """
            ),
            request as (
                update microblog.post_requests set post_id = :id
                where app_id = :app and user_id = :authorId and idempotency_key = :key)
            insert into microblog.post_counts as c (post_id, replies, quotes, reposts, elsewhere)
            select id, sum(replies), sum(quotes), sum(reposts), id <> :id from (values
                (cast(:id as bigint), 0, 0, 0),
                (cast(:replyToId as bigint), 1, 0, 0),
                (cast(:quotedId as bigint), 0, 1, 0),
                (cast(:repostOfId as bigint), 0, 0, 1)) as more (id, replies, quotes, reposts)
            where id is not null group by id order by id
            on conflict (post_id) do update set
                replies = c.replies + excluded.replies,
                quotes = c.quotes + excluded.quotes,
                reposts = c.reposts + excluded.reposts
            """;

    private static final String COUNT = """
            insert into microblog.user_counts as c (user_id, posts, newest_post_id) values (:author, 1, :id)
            on conflict (user_id) do update set
                posts = c.posts + 1, newest_post_id = greatest(c.newest_post_id, excluded.newest_post_id)
            """;

    /** With a post go its likes and everything that repeats it. Its counters go by themselves. */
    private static final String DELETE = """
            with gone as (
                delete from microblog.posts
                where id = any(cast(:ids as bigint[])) or repost_of_id = any(cast(:ids as bigint[]))
                returning id, author_id, reply_to_id, quoted_id, repost_of_id),
            unliked as (
                delete from microblog.likes where post_id in (
                    select id from microblog.posts
                    where id = any(cast(:ids as bigint[])) or repost_of_id = any(cast(:ids as bigint[])))
                returning user_id),
            noted as (
                insert into microblog.deletions (post_id, author_id, deleted_at, reason)
                select id, author_id, :now, 'deleted' from gone
                on conflict (post_id) do nothing),
            unpinned as (
                update microblog.users set pinned_post_id = null where id = :author and pinned_post_id = any(cast(:ids as bigint[])))
            select author_id as user_id, id as post_id, reply_to_id, quoted_id, repost_of_id from gone
            union all select user_id, null, null, null, null from unliked
            """;

    private static final String UNCOUNT_POSTS = """
            with locked as (
                select post_id from microblog.post_counts where post_id = any(cast(:ids as bigint[]))
                order by post_id for update),
            fewer as (
                select * from unnest(cast(:ids as bigint[]), cast(:replies as bigint[]), cast(:quotes as bigint[]),
                    cast(:reposts as bigint[])) as f (id, replies, quotes, reposts))
            update microblog.post_counts c set
                replies = greatest(0, c.replies - fewer.replies),
                quotes = greatest(0, c.quotes - fewer.quotes),
                reposts = greatest(0, c.reposts - fewer.reposts)
            from locked join fewer on fewer.id = locked.post_id where c.post_id = locked.post_id
            """;

    private static final String UNCOUNT_USERS = """
            with locked as (
                select user_id from microblog.user_counts where user_id = any(cast(:ids as bigint[]))
                order by user_id for update),
            fewer as (
                select * from unnest(cast(:ids as bigint[]), cast(:posts as bigint[]), cast(:likes as bigint[]))
                    as f (id, posts, likes))
            update microblog.user_counts c set
                posts = greatest(0, c.posts - fewer.posts),
                likes_given = greatest(0, c.likes_given - fewer.likes)
            from locked join fewer on fewer.id = locked.user_id where c.user_id = locked.user_id
            """;

    private static final String RENEW_NEWEST = NewestPosts.renewed(":authors");

    private PostRows() {}

    /**
     * Two statements.
     *
     * @param appId the app that writes the post, whose name becomes its source
     */
    static void insert(Handle handle, Post post, @Nullable Long appId, Optional<RequestKey> request) {
        handle.createUpdate(INSERT)
                .bindMethods(post)
                .bind("vector", SearchTerms.vector(post))
                .bind("writer", appId)
                .bind("app", request.map(RequestKey::appId).orElse(-1L))
                .bind("key", request.map(RequestKey::key).orElse(""))
                .execute();
        handle.createUpdate(COUNT)
                .bind("author", post.authorId())
                .bind("id", post.id())
                .execute();
    }

    /**
     * Removes posts whose rows the transaction has locked; at most four statements.
     *
     * @param ids one at least
     * @param author who wrote them
     */
    static void delete(Handle handle, List<Long> ids, long author, Instant now) {
        List<Gone> gone = handle.createQuery(DELETE)
                .bind("ids", array(ids))
                .bind("author", author)
                .bind("now", now)
                .map((row, context) -> new Gone(
                        row.getLong("user_id"),
                        row.getObject("post_id", Long.class),
                        row.getObject("reply_to_id", Long.class),
                        row.getObject("quoted_id", Long.class),
                        row.getObject("repost_of_id", Long.class)))
                .list();
        uncountPosts(handle, gone);
        uncountUsers(handle, gone);
        renewNewest(handle, gone);
    }

    /** A post removed, or, without a post, a like. */
    private record Gone(
            long userId,
            @Nullable Long postId,
            @Nullable Long replyToId,
            @Nullable Long quotedId,
            @Nullable Long repostOfId) {}

    private static void uncountPosts(Handle handle, List<Gone> gone) {
        Map<Long, Long> replies = count(gone.stream().map(Gone::replyToId));
        Map<Long, Long> quotes = count(gone.stream().map(Gone::quotedId));
        Map<Long, Long> reposts = count(gone.stream().map(Gone::repostOfId));
        List<Long> ids = Stream.of(replies, quotes, reposts)
                .flatMap(counts -> counts.keySet().stream())
                .distinct()
                .toList();
        if (!ids.isEmpty()) {
            handle.createUpdate(UNCOUNT_POSTS)
                    .bind("ids", array(ids))
                    .bind("replies", array(numbers(ids, replies)))
                    .bind("quotes", array(numbers(ids, quotes)))
                    .bind("reposts", array(numbers(ids, reposts)))
                    .execute();
        }
    }

    private static void uncountUsers(Handle handle, List<Gone> gone) {
        Map<Long, Long> posts =
                count(gone.stream().filter(one -> one.postId != null).map(Gone::userId));
        Map<Long, Long> likes =
                count(gone.stream().filter(one -> one.postId == null).map(Gone::userId));
        List<Long> ids = Stream.concat(posts.keySet().stream(), likes.keySet().stream())
                .distinct()
                .toList();
        handle.createUpdate(UNCOUNT_USERS)
                .bind("ids", array(ids))
                .bind("posts", array(numbers(ids, posts)))
                .bind("likes", array(numbers(ids, likes)))
                .execute();
    }

    private static void renewNewest(Handle handle, List<Gone> gone) {
        List<Long> authors = gone.stream()
                .filter(one -> one.postId != null)
                .map(Gone::userId)
                .distinct()
                .toList();
        handle.createUpdate(RENEW_NEWEST).bind("authors", array(authors)).execute();
    }

    private static Map<Long, Long> count(Stream<@Nullable Long> ids) {
        List<Long> present = new ArrayList<>();
        ids.forEach(id -> {
            if (id != null) {
                present.add(id);
            }
        });
        return present.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static List<Long> numbers(List<Long> ids, Map<Long, Long> counts) {
        return ids.stream().map(id -> counts.getOrDefault(id, 0L)).toList();
    }

    /** Numbers as the text of a {@code bigint[]}. */
    static String array(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
