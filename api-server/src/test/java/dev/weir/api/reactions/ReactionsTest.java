package dev.weir.api.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReactionsTest {

    private static final DataApi API = new DataApi();

    @BeforeEach
    void aPostWithReactions() {
        API.clear();
        API.rows()
                .add(
                        MicroblogRows.user(1, "ann"),
                        MicroblogRows.user(2, "bob"),
                        MicroblogRows.user(3, "cyd"),
                        MicroblogRows.user(4, "dan"));
        API.rows().execute("update microblog.users set suspended = true where id = 4");
        API.rows()
                .add(
                        MicroblogRows.post(10, 1, "the post"),
                        quote(11, 2, null),
                        quote(12, 3, 10L),
                        quote(13, 4, null),
                        MicroblogRows.repost(21, 2, 10),
                        MicroblogRows.repost(22, 3, 10),
                        MicroblogRows.repost(23, 2, 10),
                        MicroblogRows.repost(24, 4, 10));
        API.rows()
                .execute("insert into microblog.likes values (2, 10, '2026-01-02'), (3, 10, '2026-01-01'),"
                        + " (4, 10, '2026-01-03'), (3, 11, '2026-01-05'), (3, 13, '2026-01-06')");
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void quotesAreNewestFirstWithoutThoseOfHiddenAuthors() {
        Reply reply = API.get("/2/tweets/10/quote_tweets?expansions=author_id,referenced_tweets.id");

        assertThat(reply.texts("/data", "id")).containsExactly("12", "11");
        assertThat(reply.body().at("/data/1/referenced_tweets/0/type").asText()).isEqualTo("quoted");
        assertThat(reply.texts("/includes/tweets", "id")).containsExactly("10");
        assertThat(reply.texts("/includes/users", "id")).containsExactlyInAnyOrder("2", "3");
        assertThat(reply.body().at("/meta/newest_id").asText()).isEqualTo("12");
        assertThat(API.get("/2/tweets/10/quote_tweets?exclude=replies").texts("/data", "id"))
                .containsExactly("11");
    }

    @Test
    void repostersAreThereOnceByTheirLastRepost() {
        Reply reply = API.get("/2/tweets/10/retweeted_by");

        assertThat(reply.texts("/data", "id")).containsExactly("2", "3");
        assertThat(reply.body().at("/meta")).hasToString("{\"result_count\":2}");
    }

    @Test
    void likersAreByTimeOfTheLike() {
        assertThat(API.get("/2/tweets/10/liking_users").texts("/data", "id")).containsExactly("2", "3");
    }

    @Test
    void likedPostsAreByTimeOfTheLikeWithoutThoseOfHiddenAuthors() {
        assertThat(API.get("/2/users/3/liked_tweets").texts("/data", "id")).containsExactly("11", "10");
    }

    private static Post quote(long id, long author, @Nullable Long replyTo) {
        Post plain = MicroblogRows.post(id, author, "see");
        return new Post(id, author, plain.createdAt(), "see", "en", id, replyTo, null, 10L, null, false, null, null);
    }
}
