package dev.weir.api.microblog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Rows of the microblog for tests, written as the importer would. */
public final class MicroblogRows {

    private final Jdbi jdbi;

    public MicroblogRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public static User user(long id, String username) {
        return new User(
                id,
                username,
                "Name of " + username,
                Instant.parse("2020-01-02T03:04:05.678Z"),
                null,
                null,
                null,
                null,
                false,
                false,
                false,
                null);
    }

    public static Post post(long id, long author, String text) {
        return new Post(
                id,
                author,
                Snowflakes.timeOf(id),
                text,
                "en",
                id,
                null,
                null,
                null,
                null,
                false,
                null,
                Entities.of(text).toJson().orElse(null));
    }

    public static Post reply(long id, long author, String text, long to, long toUser) {
        return new Post(
                id,
                author,
                Snowflakes.timeOf(id),
                text,
                "en",
                to,
                to,
                toUser,
                null,
                null,
                false,
                null,
                Entities.of(text).toJson().orElse(null));
    }

    public static Post repost(long id, long author, long of) {
        return new Post(id, author, Snowflakes.timeOf(id), "RT", "en", id, null, null, null, of, false, null, null);
    }

    /** The same post with media. */
    public static Post attached(Post post, List<String> mediaKeys) {
        return new Post(
                post.id(),
                post.authorId(),
                post.createdAt(),
                post.text(),
                post.lang(),
                post.conversationId(),
                post.replyToId(),
                post.replyToUserId(),
                post.quotedId(),
                post.repostOfId(),
                post.possiblySensitive(),
                post.source(),
                post.entities(),
                new Attachments(mediaKeys, List.of()).toJson().orElse(null));
    }

    public static Media media(String key, Media.Type type) {
        return new Media(key, type, "https://media.example/" + key, null, null, null, null, null, null);
    }

    public void add(Media media) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into microblog.media (media_key, type, url) values (:mediaKey, :kind, :url)")
                .bindMethods(media)
                .bind("kind", media.type().value())
                .execute());
    }

    public MicroblogRows add(User... users) {
        jdbi.useHandle(handle -> {
            for (User user : users) {
                handle.createUpdate("""
                                insert into microblog.users (id, username, name, created_at, description, location, url,
                                    profile_image_url, verified, protected, suspended, pinned_post_id,
                                    profile_banner_url)
                                values (:id, :username, :name, :createdAt, :description, :location, :url,
                                    :profileImageUrl, :verified, :isProtected, :suspended, :pinnedPostId,
                                    :profileBannerUrl)
                                """).bindMethods(user).execute();
            }
        });
        return this;
    }

    /** Adds posts; their media, if they are to be found by them, must have been added. */
    public MicroblogRows add(Post... posts) {
        return add(List.of(posts));
    }

    public MicroblogRows add(List<Post> posts) {
        Map<String, Media> media = new SqlMicroblog(jdbi)
                .media(posts.stream()
                        .flatMap(post -> Optional.ofNullable(post.attachments()).stream())
                        .flatMap(json -> Attachments.in(json).mediaKeys().stream())
                        .toList());
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch("""
                    insert into microblog.posts (id, author_id, created_at, text, lang, conversation_id, reply_to_id,
                        reply_to_user_id, quoted_id, repost_of_id, possibly_sensitive, source, entities, attachments,
                        search)
                    values (:id, :authorId, :createdAt, :text, :lang, :conversationId, :replyToId,
                        :replyToUserId, :quotedId, :repostOfId, :possiblySensitive, :source,
                        cast(:entities as jsonb), cast(:attachments as jsonb), cast(:vector as tsvector))
                    """);
            for (Post post : posts) {
                batch.bindMethods(post)
                        .bind("vector", SearchTerms.vector(post, Attachments.types(post, media)))
                        .add();
            }
            if (!posts.isEmpty()) {
                batch.execute();
                handle.execute(Mentions.of("microblog.posts"));
                handle.createUpdate("""
                                insert into microblog.user_counts (user_id, newest_post_id)
                                select author_id, max(id) from microblog.posts where author_id = any(:authors)
                                group by author_id
                                on conflict (user_id) do update set newest_post_id = excluded.newest_post_id
                                """)
                        .bindArray(
                                "authors",
                                Long.class,
                                posts.stream().map(Post::authorId).distinct().toList())
                        .execute();
            }
        });
        return this;
    }

    public void counts(long postId, PostCounts counts) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        insert into microblog.post_counts (post_id, replies, reposts, likes, quotes, bookmarks, impressions)
                        values (:id, :replies, :reposts, :likes, :quotes, :bookmarks, :impressions)
                        """).bind("id", postId).bindMethods(counts).execute());
    }

    public void counts(long userId, UserCounts counts) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        insert into microblog.user_counts (user_id, followers, following, posts, listed, likes_given)
                        values (:id, :followers, :following, :posts, :listed, :likesGiven)
                        on conflict (user_id) do update set followers = excluded.followers,
                            following = excluded.following, posts = excluded.posts, listed = excluded.listed,
                            likes_given = excluded.likes_given
                        """).bind("id", userId).bindMethods(counts).execute());
    }

    /** Removes all rows. */
    public void clear() {
        execute("truncate microblog.users, microblog.posts cascade");
    }

    /** The numbers that a query finds. */
    public List<Long> numbers(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }

    public void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
