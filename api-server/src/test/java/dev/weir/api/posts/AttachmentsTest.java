package dev.weir.api.posts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Media and polls of posts. */
final class AttachmentsTest {

    private static final DataApi API = new DataApi();

    @BeforeAll
    static void postsWithAttachments() {
        API.rows().add(MicroblogRows.user(1, "ann"));
        API.rows()
                .add(
                        post(10, "{\"media_keys\": [\"3_1\", \"7_2\"]}", null),
                        post(11, "{\"poll_ids\": [\"5\"]}", null),
                        post(12, "{\"media_keys\": [\"3_9\"]}", 10L),
                        post(13, null, null));
        API.rows()
                .execute("insert into microblog.media (media_key, type, url, alt_text, width, height, duration_ms,"
                        + " preview_image_url, variants) values"
                        + " ('3_1', 'photo', 'https://img.example/1', 'a weir', 640, 480, null, null, null),"
                        + " ('7_2', 'video', null, null, 1280, 720, 9000, 'https://img.example/2',"
                        + " '[{\"bit_rate\":832000,\"content_type\":\"video/mp4\",\"url\":\"https://v.example/2\"}]')");
        API.rows()
                .execute("insert into microblog.polls values"
                        + " (5, '[{\"position\":1,\"label\":\"yes\",\"votes\":2},{\"position\":2,\"label\":\"no\",\"votes\":1}]',"
                        + " 60, '2021-01-06 19:40:40Z')");
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void mediaComeWithTheirStandardFields() {
        Reply reply = API.get("/2/tweets/10?expansions=attachments.media_keys");

        assertThat(reply.body().at("/data/attachments/media_keys")).hasToString("[\"3_1\",\"7_2\"]");
        assertThat(reply.body().at("/includes/media"))
                .hasToString("[{\"media_key\":\"3_1\",\"type\":\"photo\"},{\"media_key\":\"7_2\",\"type\":\"video\"}]");
    }

    @Test
    void everyStoredFieldOfMediaCanBeAskedForAndTheOthersAreLeftOut() {
        Reply reply = API.get("/2/tweets/10?expansions=attachments.media_keys&media.fields=alt_text,duration_ms,height,"
                + "media_key,non_public_metrics,organic_metrics,preview_image_url,promoted_metrics,public_metrics,type,"
                + "url,variants,width");

        assertThat(reply.body().at("/includes/media"))
                .hasToString("[{\"media_key\":\"3_1\",\"type\":\"photo\",\"url\":\"https://img.example/1\","
                        + "\"alt_text\":\"a weir\",\"width\":640,\"height\":480},"
                        + "{\"media_key\":\"7_2\",\"type\":\"video\",\"preview_image_url\":\"https://img.example/2\","
                        + "\"width\":1280,\"height\":720,\"duration_ms\":9000,\"variants\":[{\"url\":\"https://v.example/2\","
                        + "\"bit_rate\":832000,\"content_type\":\"video/mp4\"}]}]");
        assertThat(API.get("/2/tweets/10?media.fields=age").status()).isEqualTo(400);
    }

    @Test
    void pollsComeWithTheirOptions() {
        Reply reply = API.get(
                "/2/tweets/11?expansions=attachments.poll_ids&poll.fields=duration_minutes,end_datetime,voting_status");

        assertThat(reply.body().at("/data/attachments/poll_ids")).hasToString("[\"5\"]");
        assertThat(reply.body().at("/includes/polls/0/options/1/label").asText())
                .isEqualTo("no");
        assertThat(reply.body().at("/includes/polls/0/voting_status").asText()).isEqualTo("closed");
        assertThat(reply.body().at("/includes/polls/0/end_datetime").asText()).isEqualTo("2021-01-06T19:40:40.000Z");
        assertThat(reply.body().at("/includes/polls/0/duration_minutes").asInt())
                .isEqualTo(60);
    }

    @Test
    void mediaOfReferencedPostsComeToo() {
        Reply reply = API.get("/2/tweets/12?expansions=referenced_tweets.id.attachments.media_keys");

        assertThat(reply.texts("/includes/media", "media_key")).containsExactly("3_1", "7_2");
        assertThat(reply.texts("/includes/tweets", "id")).containsExactly("10");
    }

    @Test
    void mediaThatAreMissingAreErrorsAndNoAttachmentsAreNone() {
        Reply reply = API.get("/2/tweets?ids=12,13&expansions=attachments.media_keys,attachments.poll_ids");

        assertThat(reply.texts("/data", "id")).containsExactly("12", "13");
        assertThat(reply.body().has("includes")).isFalse();
        assertThat(reply.texts("/errors", "resource_type")).containsExactly("media");
        assertThat(reply.body().at("/data/1").has("attachments")).isFalse();
    }

    private static Post post(long id, @Nullable String attachments, @Nullable Long quoted) {
        Post plain = MicroblogRows.post(id, 1, "see");
        return new Post(
                id, 1, plain.createdAt(), "see", "en", id, null, null, quoted, null, false, null, null, attachments);
    }
}
