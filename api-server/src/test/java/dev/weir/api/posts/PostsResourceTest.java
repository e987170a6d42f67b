package dev.weir.api.posts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostsResourceTest {

    private static final String ALL_FIELDS = "article,attachments,author_id,card_uri,community_id,context_annotations,"
            + "conversation_id,created_at,display_text_range,edit_controls,edit_history_tweet_ids,entities,geo,id,"
            + "in_reply_to_user_id,lang,media_metadata,non_public_metrics,note_tweet,organic_metrics,possibly_sensitive,"
            + "promoted_metrics,public_metrics,referenced_tweets,reply_settings,scopes,source,suggested_source_links,"
            + "suggested_source_links_with_counts,text,withheld";
    private static final String ALL_EXPANSIONS = "author_id,referenced_tweets.id,referenced_tweets.id.author_id,"
            + "referenced_tweets.id.attachments.media_keys,in_reply_to_user_id,entities.mentions.username,"
            + "entities.note.mentions.username,attachments.media_keys,attachments.poll_ids,"
            + "attachments.media_source_tweet,geo.place_id,edit_history_tweet_ids,article.cover_media,"
            + "article.media_entities";

    private static final DataApi API = new DataApi();

    @BeforeEach
    void posts() {
        API.clear();
        API.rows().add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"), MicroblogRows.user(3, "cyd"));
        API.rows()
                .add(
                        MicroblogRows.post(10, 1, "ten"),
                        MicroblogRows.post(11, 2, "eleven"),
                        new Post(
                                12,
                                1,
                                Instant.parse("2021-01-06T18:40:40Z"),
                                "@BOB &amp; @nobody_here: 👩‍👧 \"quoted\"",
                                "en",
                                11,
                                11L,
                                2L,
                                10L,
                                999L,
                                true,
                                "web",
                                "{\"mentions\":[{\"start\":0,\"end\":4,\"username\":\"BOB\"},"
                                        + "{\"start\":11,\"end\":23,\"username\":\"nobody_here\"}]}"));
        API.rows().counts(12, new PostCounts(1, 2, 3, 4, 5, 6));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void aPostHasItsStandardFieldsOnly() {
        Reply reply = API.get("/2/tweets/12");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(reply.body())
                .hasToString("{\"data\":{\"id\":\"12\",\"text\":\"@BOB &amp; @nobody_here: 👩‍👧 \\\"quoted\\\"\","
                        + "\"edit_history_tweet_ids\":[\"12\"]}}");
    }

    @Test
    void emojiAreWrittenAsTheyAre() {
        assertThat(API.raw("/2/tweets/12")).contains("👩‍👧");
    }

    @Test
    void everyStoredFieldCanBeAskedForAndTheOthersAreLeftOut() {
        JsonNode post =
                API.get("/2/tweets/12?tweet.fields=" + ALL_FIELDS).body().at("/data");

        assertThat(post.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "text",
                        "edit_history_tweet_ids",
                        "author_id",
                        "created_at",
                        "lang",
                        "conversation_id",
                        "in_reply_to_user_id",
                        "referenced_tweets",
                        "entities",
                        "public_metrics",
                        "possibly_sensitive",
                        "source");
        assertThat(post.path("created_at").asText()).isEqualTo("2021-01-06T18:40:40.000Z");
        assertThat(post.path("referenced_tweets"))
                .hasToString("[{\"type\":\"retweeted\",\"id\":\"999\"},{\"type\":\"quoted\",\"id\":\"10\"},"
                        + "{\"type\":\"replied_to\",\"id\":\"11\"}]");
        assertThat(post.path("public_metrics"))
                .hasToString("{\"retweet_count\":2,\"reply_count\":1,\"like_count\":3,\"quote_count\":4,"
                        + "\"bookmark_count\":5,\"impression_count\":6}");
    }

    @Test
    void thePostFieldsAliasIsUnderstood() {
        assertThat(API.get("/2/tweets/12?post.fields=lang")
                        .body()
                        .at("/data/lang")
                        .asText())
                .isEqualTo("en");
    }

    @Test
    void allExpansionsTogetherBringEachObjectOnceAndAnErrorForWhatIsMissing() {
        Reply reply = API.get("/2/tweets?ids=12,11&expansions=" + ALL_EXPANSIONS + "&user.fields=verified");

        assertThat(reply.texts("/data", "id")).containsExactly("12", "11");
        assertThat(reply.texts("/includes/tweets", "id"))
                .as("12 as the only edition of itself")
                .containsExactlyInAnyOrder("10", "11", "12");
        assertThat(reply.texts("/includes/users", "username")).containsExactlyInAnyOrder("Ann", "bob");
        assertThat(reply.texts("/includes/users", "verified")).containsOnly("false");
        assertThat(reply.texts("/errors", "parameter"))
                .containsExactlyInAnyOrder("referenced_tweets.id", "entities.mentions.username");
        assertThat(reply.texts("/errors", "resource_id")).containsExactlyInAnyOrder("999", "nobody_here");
        assertThat(reply.body().at("/data/0/author_id").asText())
                .as("the link field")
                .isEqualTo("1");
    }

    @Test
    void whoIsMentionedIsFoundByIdWhateverTheNameIsNow() {
        API.rows()
                .add(new Post(
                        21,
                        1,
                        Instant.parse("2021-01-06T18:40:40Z"),
                        "@robert @ann_that_was",
                        "en",
                        21,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        "{\"mentions\":[{\"start\":0,\"end\":7,\"username\":\"robert\",\"id\":\"2\"},"
                                + "{\"start\":8,\"end\":21,\"username\":\"ann_that_was\",\"id\":\"998\"}]}"));

        Reply reply = API.get("/2/tweets/21?expansions=entities.mentions.username");

        assertThat(reply.body().at("/data/entities/mentions/0/id").asText()).isEqualTo("2");
        assertThat(reply.texts("/includes/users", "username")).containsExactly("bob");
        assertThat(reply.texts("/errors", "parameter")).containsExactly("entities.mentions.username");
        assertThat(reply.texts("/errors", "value")).containsExactly("ann_that_was");
    }

    @Test
    void anExpansionOfAuthorsBringsOnlyThoseOfTheData() {
        Reply reply = API.get("/2/tweets/12?expansions=author_id,referenced_tweets.id");

        assertThat(reply.texts("/includes/users", "id")).containsExactly("1");
        assertThat(reply.texts("/includes/tweets", "id")).containsExactlyInAnyOrder("10", "11");
    }

    @Test
    void aBatchKeepsTheOrderAskedForAndAnswersEachIdOnce() {
        Reply reply = API.get("/2/tweets?ids=11,10,11%2C012&ids=77");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.texts("/data", "id")).containsExactly("11", "10", "12");
        assertThat(reply.body().at("/errors"))
                .hasToString(
                        "[{\"value\":\"77\",\"detail\":\"Could not find tweet with ids: [77].\","
                                + "\"title\":\"Not Found Error\",\"resource_type\":\"tweet\",\"parameter\":\"ids\","
                                + "\"resource_id\":\"77\",\"type\":\"https://api.twitter.com/2/problems/resource-not-found\"}]");
    }

    @Test
    void aMissingPostIsAnErrorWithoutData() {
        Reply reply = API.get("/2/tweets/77");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().fieldNames()).toIterable().containsExactly("errors");
        assertThat(reply.texts("/errors", "parameter")).containsExactly("id");
    }

    @Test
    void postsOfProtectedAndSuspendedUsersAreNotShownAnywhere() {
        API.rows().execute("update microblog.users set protected = true where id = 2");

        Reply reply = API.get("/2/tweets?ids=11,12&expansions=referenced_tweets.id");
        assertThat(reply.texts("/data", "id")).containsExactly("12");
        assertThat(reply.texts("/includes/tweets", "id")).containsExactly("10");
        assertThat(reply.texts("/errors", "title"))
                .containsExactlyInAnyOrder("Authorization Error", "Authorization Error", "Not Found Error");
        assertThat(reply.texts("/errors", "section")).contains("data", "includes");
        assertThat(reply.body().toString()).doesNotContain("eleven");

        API.rows().execute("update microblog.users set protected = false, suspended = true where id = 2");
        assertThat(API.get("/2/tweets/11").body().toString()).doesNotContain("eleven");
    }

    @Test
    void aHundredIdsAreAnsweredAndOneMoreIsRefused() {
        assertThat(API.get("/2/tweets?ids=" + ids(100)).texts("/data", "id")).hasSize(3);
        Reply reply = API.get("/2/tweets?ids=" + ids(101));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.texts("/errors", "message"))
                .isEqualTo(List.of(
                        "The number of values in the `ids` query parameter list [101] is not between 1 and 100"));
    }

    @Test
    void anOutageIsA503AndSaysNothingOfThePost() {
        API.database().goAway();
        Reply reply = API.get("/2/tweets/12");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.body().path("type").asText()).isEqualTo("about:blank");
        API.database().comeBack();
        assertThat(API.get("/2/tweets/12").status()).isEqualTo(200);
    }

    private static String ids(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}
