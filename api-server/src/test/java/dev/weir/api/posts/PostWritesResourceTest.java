package dev.weir.api.posts;

import static dev.weir.api.microblog.MicroblogRows.post;
import static dev.weir.api.microblog.MicroblogRows.reply;
import static dev.weir.api.microblog.MicroblogRows.repost;
import static dev.weir.api.microblog.MicroblogRows.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostWritesResourceTest {

    private static final DataApi API = new DataApi();
    private static final long ALICE = 1;
    private static final long BOB = 2;
    private static final long OLD = Snowflakes.firstAt(DataApi.NOW.minusSeconds(3_600));

    @BeforeEach
    void twoUsersAndAPost() {
        API.clear();
        API.rows().execute("truncate microblog.deletions, microblog.post_requests");
        API.rows().add(user(ALICE, "alice"), user(BOB, "bob"), user(3, "carol"));
        API.rows().add(post(OLD, BOB, "a first word"));
        API.actFor(ALICE);
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    private static String write(String json, String... headers) {
        DataApi.Reply reply = API.send("POST", "/2/tweets", json, headers);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
        return reply.body().at("/data/id").asText();
    }

    private static JsonNode shown(String id) {
        return API.get("/2/tweets/" + id
                        + "?tweet.fields=author_id,created_at,lang,conversation_id,in_reply_to_user_id,referenced_tweets,"
                        + "entities,public_metrics")
                .body();
    }

    private static long count(String id, String metric) {
        return shown(id).at("/data/public_metrics/" + metric).asLong();
    }

    private static long countOf(long user, String metric) {
        return API.get("/2/users/" + user + "?user.fields=public_metrics")
                .body()
                .at("/data/public_metrics/" + metric)
                .asLong();
    }

    @Test
    void aPostIsWrittenWithAllThatIsMadeOfItsText() {
        DataApi.Reply reply = API.send("POST", "/2/tweets", "{\"text\": \"the rain is on the roof #water @bob 💧\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.type()).isEqualTo("application/json");
        String id = reply.body().at("/data/id").asText();
        assertThat(reply.body().at("/data/text").asText()).isEqualTo("the rain is on the roof #water @bob 💧");
        assertThat(reply.body().at("/data/edit_history_tweet_ids/0").asText()).isEqualTo(id);
        JsonNode post = shown(id).path("data");
        assertThat(post.path("author_id").asText()).isEqualTo("1");
        assertThat(post.path("created_at").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(post.path("lang").asText()).isEqualTo("en");
        assertThat(post.path("conversation_id").asText()).isEqualTo(id);
        assertThat(post.at("/entities/hashtags/0/tag").asText()).isEqualTo("water");
        assertThat(post.at("/entities/mentions/0/username").asText()).isEqualTo("bob");
        assertThat(post.at("/entities/mentions/0/id").asText()).isEqualTo(Long.toString(BOB));
        assertThat(countOf(ALICE, "tweet_count")).isEqualTo(1);
        assertThat(API.get("/2/users/1/tweets").texts("/data", "id")).containsExactly(id);
    }

    @Test
    void aReplyBelongsToItsConversationAndIsCounted() {
        API.rows().add(reply(OLD + 1, 3, "yes", OLD, BOB));
        String id = write("{\"text\": \"and no\", \"reply\": {\"in_reply_to_tweet_id\": \"" + (OLD + 1) + "\"}}");

        JsonNode post = shown(id).path("data");
        assertThat(post.path("conversation_id").asText()).isEqualTo(Long.toString(OLD));
        assertThat(post.path("in_reply_to_user_id").asText()).isEqualTo("3");
        assertThat(post.at("/referenced_tweets/0/type").asText()).isEqualTo("replied_to");
        assertThat(post.at("/referenced_tweets/0/id").asText()).isEqualTo(Long.toString(OLD + 1));
        assertThat(count(Long.toString(OLD + 1), "reply_count")).isEqualTo(1);
        assertThat(count(Long.toString(OLD), "reply_count")).isZero();
    }

    @Test
    void aReplyThatQuotesThePostItAnswersIsCountedTwice() {
        String id = write("{\"text\": \"look\", \"quote_tweet_id\": \"" + OLD
                + "\", \"reply\": {\"in_reply_to_tweet_id\": \"" + OLD + "\"}}");

        assertThat(shown(id).at("/data/referenced_tweets")).hasSize(2);
        assertThat(count(Long.toString(OLD), "quote_count")).isEqualTo(1);
        assertThat(count(Long.toString(OLD), "reply_count")).isEqualTo(1);
    }

    @Test
    void whoAnswersARepostAnswersThePostRepeated() {
        API.rows().add(repost(OLD + 1, 3, OLD));
        String id = write("{\"text\": \"yes\", \"reply\": {\"in_reply_to_tweet_id\": \"" + (OLD + 1) + "\"}}");

        assertThat(shown(id).at("/data/referenced_tweets/0/id").asText()).isEqualTo(Long.toString(OLD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": \"yes\", \"reply\": {\"in_reply_to_tweet_id\": \"77\"}}",
                "{\"text\": \"yes\", \"quote_tweet_id\": \"77\"}"
            })
    void whatReferredToIsMissingIsAnInvalidRequest(String body) {
        DataApi.Reply reply = API.send("POST", "/2/tweets", body, "Idempotency-Key", "a");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("type").asText()).endsWith("/invalid-request");
        assertThat(reply.body().at("/errors/0/message").asText()).contains("deleted or not visible to you");
        assertThat(API.get("/2/users/1/tweets").body().at("/meta/result_count").asInt())
                .isZero();
        assertThat(write("{\"text\": \"a refused request has not used its key\"}", "Idempotency-Key", "a"))
                .isNotEmpty();
    }

    @Test
    void postsOfProtectedAndSuspendedUsersCannotBeAnswered() {
        API.rows().execute("update microblog.users set protected = true where id = 2");
        assertThat(API.send("POST", "/2/tweets", "{\"text\": \"yes\", \"quote_tweet_id\": \"" + OLD + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSuspendedUserCannotWrite() {
        API.rows().execute("update microblog.users set suspended = true where id = 1");
        DataApi.Reply reply = API.send("POST", "/2/tweets", "{\"text\": \"yes\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body().path("type").asText()).isEqualTo("about:blank");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                         | text  | The member [text] is missing",
                "{\"text\": 1}                              | text  | The member [text] must be a text",
                "{\"text\": \"  \"}                         | text  | The member [text] must not be blank",
                "{\"text\": \"a\\u0000\"}                   | text  | The member [text] holds NUL",
                "{\"text\": \"a\\ud800\"}                   | text  | The member [text] holds NUL or half a surrogate pair",
                "{\"txt\": \"a\", \"text\": \"b\"}          | txt   | The member [txt] is not one of [quote_tweet_id,reply,text]",
                "{\"text\": \"a\", \"media\": {}}           | media | The member [media] is not supported by this server",
                "{\"text\": \"a\", \"poll\": {}}            | poll  | The member [poll] is not supported by this server",
                "{\"text\": \"a\", \"reply\": {}}           | reply.in_reply_to_tweet_id | The member [reply.in_reply_to_tweet_id] is missing",
                "{\"text\": \"a\", \"reply\": 1}            | reply | The member [reply] must be a JSON object",
                "{\"text\": \"a\", \"quote_tweet_id\": 1}   | quote_tweet_id | The member [quote_tweet_id] must be a text",
                "{\"text\": \"a\", \"quote_tweet_id\": \"x\"} | quote_tweet_id | The `quote_tweet_id` value [x] does not match ^[0-9]{1,19}$",
                "[]                                         | body  | The body must be a JSON object",
                "{\"text\": \"a\", \"text\": \"b\"}         | body  | The body is not one JSON object",
                "{\"text\": \"a\"                           | body  | The body is not one JSON object",
                "{\"text\": \"a\"} x                        | body  | The body is not one JSON object"
            })
    void aWrongBodyIsRefusedByName(String body, String parameter, String message) {
        DataApi.Reply reply = API.send("POST", "/2/tweets", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("type").asText()).endsWith("/invalid-request");
        assertThat(reply.body().at("/errors/0/parameters").fieldNames().next()).isEqualTo(parameter);
        assertThat(reply.body().at("/errors/0/message").asText()).startsWith(message);
    }

    @Test
    void theLengthIsBoundedByWeight() {
        assertThat(API.send("POST", "/2/tweets", "{\"text\": \"" + "é".repeat(280) + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(API.send("POST", "/2/tweets", "{\"text\": \"" + "水".repeat(141) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aRepeatedRequestGetsThePostOfTheFirst() {
        String first = write("{\"text\": \"once\"}", "Idempotency-Key", "k-1");
        String second = write("{ \"text\" : \"once\" }", "Idempotency-Key", "k-1");

        assertThat(second).isEqualTo(first);
        assertThat(countOf(ALICE, "tweet_count")).isEqualTo(1);
        DataApi.Reply other = API.send("POST", "/2/tweets", "{\"text\": \"twice\"}", "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().path("type").asText()).isEqualTo("https://api.twitter.com/2/problems/conflict");
    }

    @Test
    void aRequestsKeyLastsADay() {
        String first = write("{\"text\": \"once\"}", "Idempotency-Key", "k-1");
        API.rows()
                .execute(
                        "update microblog.post_requests set requested_at = requested_at - interval '24 hours 1 second'");

        assertThat(write("{\"text\": \"again\"}", "Idempotency-Key", "k-1")).isNotEqualTo(first);
        API.rows()
                .execute(
                        "update microblog.post_requests set requested_at = requested_at - interval '24 hours 1 second'");
        assertThat(API.posting().forgetOldRequests()).isEqualTo(1);
    }

    @Test
    void deletingTakesAllThatHangsOnThePostWithIt() {
        String id = write("{\"text\": \"soon gone\", \"quote_tweet_id\": \"" + OLD
                + "\", \"reply\": {\"in_reply_to_tweet_id\": \"" + OLD + "\"}}");
        API.rows().add(repost(OLD + 7, 3, Long.parseLong(id)));
        API.rows().execute("""
                update microblog.user_counts set posts = 5, likes_given = 5 where user_id = 2;
                update microblog.user_counts set posts = 1, likes_given = 1 where user_id = 3;
                insert into microblog.likes values (2, %1$s, now()), (3, %1$s, now());
                update microblog.post_counts set likes = 2, reposts = 1 where post_id = %1$s
                """.formatted(id));

        DataApi.Reply reply = API.send("DELETE", "/2/tweets/" + id, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().toString()).isEqualTo("{\"data\":{\"deleted\":true}}");
        assertThat(shown(id).at("/errors/0/title").asText()).isEqualTo("Not Found Error");
        assertThat(shown(Long.toString(OLD + 7)).at("/errors/0/title").asText())
                .as("a repeat of it")
                .isEqualTo("Not Found Error");
        assertThat(count(Long.toString(OLD), "quote_count")).isZero();
        assertThat(count(Long.toString(OLD), "reply_count")).isZero();
        assertThat(countOf(ALICE, "tweet_count")).isZero();
        assertThat(countOf(BOB, "like_count")).isEqualTo(4);
        assertThat(countOf(BOB, "tweet_count")).isEqualTo(5);
        assertThat(countOf(3, "like_count")).isZero();
        assertThat(countOf(3, "tweet_count")).isZero();
        assertThat(API.rows().numbers("select post_id from microblog.deletions order by 1"))
                .isEqualTo(List.of(OLD + 7, Long.parseLong(id)));
    }

    @Test
    void deletingTwiceIsDeletingOnce() {
        String id = write("{\"text\": \"soon gone\"}");
        API.send("DELETE", "/2/tweets/" + id, "");

        assertThat(API.send("DELETE", "/2/tweets/" + id, "")
                        .body()
                        .at("/data/deleted")
                        .asBoolean())
                .isTrue();
        API.actFor(BOB);
        assertThat(API.send("DELETE", "/2/tweets/" + id, "")
                        .body()
                        .at("/errors/0/title")
                        .asText())
                .isEqualTo("Not Found Error");
    }

    @Test
    void nobodyDeletesThePostOfAnother() {
        DataApi.Reply reply = API.send("DELETE", "/2/tweets/" + OLD, "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(shown(Long.toString(OLD)).has("data")).isTrue();
    }

    @Test
    @CountsStatements({Endpoint.CREATE_POST, Endpoint.DELETE_POST})
    void costsAFixedNumberOfStatements() {
        write("{\"text\": \"takes the machine's number\"}");
        long before = API.statements();
        String id = write(
                "{\"text\": \"look\", \"quote_tweet_id\": \"" + OLD + "\", \"reply\": {\"in_reply_to_tweet_id\": \""
                        + OLD + "\"}}",
                "Idempotency-Key",
                "k-1");
        assertThat(API.statements() - before).isEqualTo(Endpoint.CREATE_POST.statements());

        before = API.statements();
        API.send("DELETE", "/2/tweets/" + id, "");
        assertThat(API.statements() - before).isEqualTo(Endpoint.DELETE_POST.statements());
    }
}
