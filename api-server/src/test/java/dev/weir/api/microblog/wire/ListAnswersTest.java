package dev.weir.api.microblog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.wire.DataApi.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all lists have in common: whose they are, how large a page may be, and what an outage is. */
final class ListAnswersTest {

    private static final DataApi API = new DataApi();

    @BeforeEach
    void usersAndPosts() {
        API.clear();
        API.rows().add(MicroblogRows.user(1, "ann"), MicroblogRows.user(2, "bob"));
        API.rows().add(MicroblogRows.post(1, 1, "one"), MicroblogRows.post(2, 2, "two"));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2/users/%s/mentions",
                "/2/users/%s/liked_tweets",
                "/2/users/%s/followers",
                "/2/users/%s/following",
                "/2/tweets/%s/quote_tweets",
                "/2/tweets/%s/retweeted_by",
                "/2/tweets/%s/liking_users"
            })
    void aListOfNothingIsEmptyAndOneOfNobodyHasAnError(String path) {
        assertThat(API.get(path.formatted("1")).body()).hasToString("{\"meta\":{\"result_count\":0}}");

        Reply missing = API.get(path.formatted("9"));
        assertThat(missing.status()).isEqualTo(200);
        assertThat(missing.body().at("/errors/0/title").asText()).isEqualTo("Not Found Error");
        assertThat(missing.body().at("/meta/result_count").asInt(-1)).isZero();

        API.rows().execute("update microblog.users set protected = true where id = 1");
        Reply hidden = API.get(path.formatted("1"));
        assertThat(hidden.status()).isEqualTo(200);
        assertThat(hidden.body().at("/errors/0/title").asText()).isEqualTo("Authorization Error");
        assertThat(hidden.body().at("/errors/0/section").asText()).isEqualTo("data");
        assertThat(hidden.body().has("data")).isFalse();

        assertThat(API.get(path.formatted("x")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2/users/1/mentions?max_results=4",
                "/2/users/1/mentions?max_results=101",
                "/2/users/1/mentions?exclude=replies",
                "/2/users/1/liked_tweets?max_results=4",
                "/2/users/1/liked_tweets?max_results=101",
                "/2/users/1/followers?max_results=0",
                "/2/users/1/followers?max_results=1001",
                "/2/users/1/following?max_results=1001",
                "/2/users/search?query=a&max_results=1001",
                "/2/users/search",
                "/2/users/search?query=%C3%A9",
                "/2/users/search?query='",
                "/2/tweets/1/quote_tweets?max_results=9",
                "/2/tweets/1/quote_tweets?exclude=likes",
                "/2/tweets/1/retweeted_by?max_results=101",
                "/2/tweets/1/liking_users?max_results=0",
                "/2/users/1/followers?pagination_token=AAAAAAAAAAAAAAAAAAAAAA",
                "/2/users/1/followers?user.fields=age"
            })
    void whatIsOutOfBoundsIsA400(String request) {
        Reply reply = API.get(request);

        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(400);
        assertThat(reply.type()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2/users/1/mentions?max_results=5",
                "/2/users/1/liked_tweets?max_results=100",
                "/2/users/1/followers?max_results=1000",
                "/2/users/search?query=ann&max_results=1000",
                "/2/tweets/1/quote_tweets?max_results=100",
                "/2/tweets/1/retweeted_by?max_results=100"
            })
    void boundsThemselvesAreGood(String request) {
        assertThat(API.get(request).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2/users/1/mentions",
                "/2/users/1/liked_tweets",
                "/2/users/1/followers",
                "/2/users/1/following",
                "/2/users/search?query=a",
                "/2/tweets/1/quote_tweets",
                "/2/tweets/1/retweeted_by",
                "/2/tweets/1/liking_users"
            })
    void anOutageIsA503(String request) {
        API.database().goAway();

        assertThat(API.get(request).status()).isEqualTo(503);
    }
}
