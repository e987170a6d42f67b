package dev.weir.api;

import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Mentions;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.microblog.Snowflakes;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A small invented microblog: alice with 30 posts about weirs in the last hours, bob who answers, quotes and reposts
 * her.
 */
final class SampleMicroblog {

    static final long ALICE = 1001;
    static final long BOB = 1002;
    static final int ALICE_POSTS = 30;

    private final Instant now;

    private SampleMicroblog(Instant now) {
        this.now = now;
    }

    /** Fills the database with posts that end an hour before this instant. */
    static SampleMicroblog fill(Jdbi jdbi, Instant now) {
        SampleMicroblog sample = new SampleMicroblog(now);
        jdbi.useTransaction(sample::insert);
        return sample;
    }

    /** Alice's post of this number; 0 is the newest. */
    long alicePost(int number) {
        return Snowflakes.at(now.minus(Duration.ofHours(1)).minus(Duration.ofMinutes(number)), ALICE);
    }

    long reply() {
        return Snowflakes.at(now.minus(Duration.ofMinutes(50)), 1);
    }

    long quote() {
        return Snowflakes.at(now.minus(Duration.ofMinutes(49)), 2);
    }

    long repost() {
        return Snowflakes.at(now.minus(Duration.ofMinutes(48)), 3);
    }

    private void insert(Handle handle) {
        user(handle, ALICE, "alice", "Alice 🌊");
        user(handle, BOB, "bob", "Bob");
        for (int i = ALICE_POSTS - 1; i >= 0; i--) {
            post(handle, alicePost(i), ALICE, "Weir number " + i + " #water 👨‍👩‍👧 über", null, null, null);
        }
        post(handle, reply(), BOB, "@alice what a fine weir", alicePost(0), null, null);
        post(handle, quote(), BOB, "look at this", null, alicePost(0), null);
        post(handle, repost(), BOB, "RT @alice: Weir number 0 #water 👨‍👩‍👧 über", null, null, alicePost(0));
        handle.execute(Mentions.of("microblog.posts"));
        handle.execute("insert into microblog.post_counts (post_id) select id from microblog.posts");
        handle.execute(
                "insert into microblog.user_counts (user_id, posts, newest_post_id) select author_id, count(*), max(id)"
                        + " from microblog.posts group by author_id");
    }

    private void user(Handle handle, long id, String username, String name) {
        handle.execute(
                "insert into microblog.users (id, username, name, created_at) values (?, ?, ?, ?)",
                id,
                username,
                name,
                now.minus(Duration.ofDays(100)));
    }

    private static void post(
            Handle handle,
            long id,
            long author,
            String text,
            @Nullable Long replyTo,
            @Nullable Long quoted,
            @Nullable Long reposted) {
        Post post = new Post(
                id,
                author,
                Snowflakes.timeOf(id),
                text,
                "en",
                replyTo == null ? id : replyTo,
                replyTo,
                replyTo == null ? null : ALICE,
                quoted,
                reposted,
                false,
                null,
                Entities.of(text).toJson().orElse(null));
        handle.createUpdate("""
                        insert into microblog.posts (id, author_id, created_at, text, lang, conversation_id, reply_to_id,
                            reply_to_user_id, quoted_id, repost_of_id, entities, search)
                        values (:id, :author, :at, :text, :lang, :conversation, :reply, :replyUser, :quoted, :reposted,
                            :entities::jsonb, :search::tsvector)
                        """)
                .bind("id", post.id())
                .bind("author", post.authorId())
                .bind("at", post.createdAt())
                .bind("text", post.text())
                .bind("lang", post.lang())
                .bind("conversation", post.conversationId())
                .bind("reply", post.replyToId())
                .bind("replyUser", post.replyToUserId())
                .bind("quoted", post.quotedId())
                .bind("reposted", post.repostOfId())
                .bind("entities", post.entities())
                .bind("search", SearchTerms.vector(post))
                .execute();
    }
}
