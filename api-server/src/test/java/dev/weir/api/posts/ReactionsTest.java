package dev.weir.api.posts;

import static dev.weir.api.microblog.MicroblogRows.post;
import static dev.weir.api.microblog.MicroblogRows.repost;
import static dev.weir.api.microblog.MicroblogRows.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Likes, reposts and follows. */
class ReactionsTest {

    private static final DataApi API = new DataApi();
    private static final long POST = Snowflakes.firstAt(DataApi.NOW.minusSeconds(3_600));

    @BeforeEach
    void threeUsersAndAPost() {
        API.clear();
        API.rows().add(user(1, "alice"), user(2, "bob"), user(3, "carol"));
        API.rows().add(post(POST, 2, "a first word"));
        API.actFor(1);
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    private static long ofPost(String metric) {
        return API.get("/2/tweets/" + POST + "?tweet.fields=public_metrics")
                .body()
                .at("/data/public_metrics/" + metric)
                .asLong();
    }

    private static long ofUser(long user, String metric) {
        return API.get("/2/users/" + user + "?user.fields=public_metrics")
                .body()
                .at("/data/public_metrics/" + metric)
                .asLong();
    }

    private static String ok(String method, String path, String body) {
        DataApi.Reply reply = API.send(method, path, body);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        return reply.body().toString();
    }

    @Test
    void likingTwiceIsOneLikeAndSoIsTakingItBack() {
        String like = "{\"tweet_id\": \"" + POST + "\"}";
        assertThat(ok("POST", "/2/users/1/likes", like)).isEqualTo("{\"data\":{\"liked\":true}}");
        ok("POST", "/2/users/1/likes", like);

        assertThat(ofPost("like_count")).isEqualTo(1);
        assertThat(ofUser(1, "like_count")).isEqualTo(1);

        assertThat(ok("DELETE", "/2/users/1/likes/" + POST, "")).isEqualTo("{\"data\":{\"liked\":false}}");
        ok("DELETE", "/2/users/1/likes/" + POST, "");
        assertThat(ofPost("like_count")).isZero();
        assertThat(ofUser(1, "like_count")).isZero();
    }

    @Test
    void likingARepostIsLikingThePostThatItRepeats() {
        API.rows().add(repost(POST + 1, 3, POST));
        ok("POST", "/2/users/1/likes", "{\"tweet_id\": \"" + (POST + 1) + "\"}");
        assertThat(ofPost("like_count")).isEqualTo(1);
        ok("DELETE", "/2/users/1/likes/" + (POST + 1), "");
        assertThat(ofPost("like_count")).isZero();
    }

    @Test
    void repostingTwiceIsOneRepostAndItIsAPostOfItsOwn() {
        String body = "{\"tweet_id\": \"" + POST + "\"}";
        assertThat(ok("POST", "/2/users/1/retweets", body)).isEqualTo("{\"data\":{\"retweeted\":true}}");
        ok("POST", "/2/users/1/retweets", body);

        assertThat(ofPost("retweet_count")).isEqualTo(1);
        assertThat(ofUser(1, "tweet_count")).isEqualTo(1);
        JsonNode own =
                API.get("/2/users/1/tweets?tweet.fields=referenced_tweets").body();
        assertThat(own.at("/meta/result_count").asInt()).isEqualTo(1);
        assertThat(own.at("/data/0/text").asText()).isEqualTo("RT @bob: a first word");
        assertThat(own.at("/data/0/referenced_tweets/0/type").asText()).isEqualTo("retweeted");

        assertThat(ok("DELETE", "/2/users/1/retweets/" + POST, "")).isEqualTo("{\"data\":{\"retweeted\":false}}");
        ok("DELETE", "/2/users/1/retweets/" + POST, "");
        assertThat(ofPost("retweet_count")).isZero();
        assertThat(ofUser(1, "tweet_count")).isZero();
    }

    @Test
    void followingTwiceIsFollowingOnce() {
        String body = "{\"target_user_id\": \"2\"}";
        assertThat(ok("POST", "/2/users/1/following", body))
                .isEqualTo("{\"data\":{\"following\":true,\"pending_follow\":false}}");
        ok("POST", "/2/users/1/following", body);

        assertThat(ofUser(1, "following_count")).isEqualTo(1);
        assertThat(ofUser(1, "followers_count")).isZero();
        assertThat(ofUser(2, "followers_count")).isEqualTo(1);

        assertThat(ok("DELETE", "/2/users/1/following/2", "")).isEqualTo("{\"data\":{\"following\":false}}");
        ok("DELETE", "/2/users/1/following/2", "");
        assertThat(ofUser(1, "following_count")).isZero();
        assertThat(ofUser(2, "followers_count")).isZero();
    }

    @Test
    void nobodyFollowsHimselfOrOneWhoIsHidden() {
        assertThat(API.send("POST", "/2/users/1/following", "{\"target_user_id\": \"1\"}")
                        .status())
                .isEqualTo(400);
        API.rows().execute("update microblog.users set protected = true where id = 3");
        assertThat(ok("POST", "/2/users/1/following", "{\"target_user_id\": \"3\"}"))
                .contains("\"title\":\"Authorization Error\"")
                .doesNotContain("\"data\":{");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /2/users/1/likes, {\"tweet_id\":\"77\"}",
        "POST, /2/users/1/retweets, {\"tweet_id\":\"77\"}",
        "POST, /2/users/1/following, {\"target_user_id\":\"77\"}"
    })
    void whatIsNotThereIsAnErrorWithoutData(String method, String path, String body) {
        assertThat(ok(method, path, body))
                .startsWith("{\"errors\":[{")
                .contains("/resource-not-found", "\"resource_id\":\"77\"");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /2/users/2/likes, {\"tweet_id\":\"77\"}",
        "DELETE, /2/users/2/likes/77, ''",
        "POST, /2/users/2/retweets, {\"tweet_id\":\"77\"}",
        "DELETE, /2/users/2/retweets/77, ''",
        "POST, /2/users/2/following, {\"target_user_id\":\"3\"}",
        "DELETE, /2/users/2/following/3, ''"
    })
    void nobodyActsForAnother(String method, String path, String body) {
        DataApi.Reply reply = API.send(method, path, body);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body().path("type").asText()).endsWith("/not-authorized-for-resource");
        for (String member : new String[] {"value", "parameter", "resource_id", "resource_type", "section"}) {
            assertThat(reply.body().has(member)).as(member).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /2/users/1/likes, {}, tweet_id",
        "POST, /2/users/1/likes, {\"tweet\":\"1\"}, tweet",
        "DELETE, /2/users/1/likes/x, '', tweet_id",
        "DELETE, /2/users/1/likes/1?x=y, '', x",
        "POST, /2/users/1/retweets, {\"tweet_id\":1}, tweet_id",
        "POST, /2/users/1/following, {\"target_user_id\":\"-\"}, target_user_id",
        "POST, /2/users/x/following, {\"target_user_id\":\"2\"}, id"
    })
    void aWrongRequestIsRefusedByName(String method, String path, String body, String parameter) {
        DataApi.Reply reply = API.send(method, path, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/errors/0/parameters").fieldNames().next()).isEqualTo(parameter);
    }

    @Test
    void aSuspendedUserCannotReact() {
        API.rows().execute("update microblog.users set suspended = true where id = 1");

        assertThat(API.send("POST", "/2/users/1/likes", "{\"tweet_id\": \"" + POST + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(API.send("POST", "/2/users/1/retweets", "{\"tweet_id\": \"" + POST + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(API.send("POST", "/2/users/1/following", "{\"target_user_id\": \"2\"}")
                        .status())
                .isEqualTo(403);
        assertThat(API.get("/2/users/me").body().at("/errors/0/title").asText()).isEqualTo("Authorization Error");
    }

    @Test
    void meIsTheUserThatTheTokenActsFor() {
        assertThat(API.get("/2/users/me").body().at("/data/username").asText()).isEqualTo("alice");
    }

    @Test
    @CountsStatements({
        Endpoint.LIKE,
        Endpoint.UNLIKE,
        Endpoint.REPOST,
        Endpoint.UNDO_REPOST,
        Endpoint.FOLLOW,
        Endpoint.UNFOLLOW,
        Endpoint.ME
    })
    void costsAFixedNumberOfStatements() {
        API.rows().execute("update microblog.users set pinned_post_id = " + POST + " where id = 1");
        String ofPost = "{\"tweet_id\": \"" + POST + "\"}";
        ok("POST", "/2/users/1/retweets", ofPost);
        ok("DELETE", "/2/users/1/retweets/" + POST, "");

        assertThat(statements("POST", "/2/users/1/likes", ofPost)).isEqualTo(Endpoint.LIKE.statements());
        assertThat(statements("DELETE", "/2/users/1/likes/" + POST, "")).isEqualTo(Endpoint.UNLIKE.statements());
        assertThat(statements("POST", "/2/users/1/retweets", ofPost)).isEqualTo(Endpoint.REPOST.statements());
        assertThat(statements("DELETE", "/2/users/1/retweets/" + POST, ""))
                .isEqualTo(Endpoint.UNDO_REPOST.statements());
        assertThat(statements("POST", "/2/users/1/following", "{\"target_user_id\": \"2\"}"))
                .isEqualTo(Endpoint.FOLLOW.statements());
        assertThat(statements("DELETE", "/2/users/1/following/2", "")).isEqualTo(Endpoint.UNFOLLOW.statements());
        long before = API.statements();
        API.get("/2/users/me?expansions=pinned_tweet_id");
        assertThat(API.statements() - before).isEqualTo(Endpoint.ME.statements());
    }

    private static long statements(String method, String path, String body) {
        long before = API.statements();
        ok(method, path, body);
        return API.statements() - before;
    }
}
