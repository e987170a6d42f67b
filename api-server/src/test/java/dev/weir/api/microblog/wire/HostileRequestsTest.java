package dev.weir.api.microblog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are wrong get a 400 that names what is wrong, in the shape clients can parse. */
final class HostileRequestsTest {

    private static final DataApi API = new DataApi();

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/2/tweets/abc                       | id         | The `id` value [abc] does not match ^[0-9]{1,19}$",
                "/2/tweets/-1                        | id         | The `id` value [-1] does not match ^[0-9]{1,19}$",
                "/2/tweets/99999999999999999999      | id         | The `id` value [99999999999999999999] does not match ^[0-9]{1,19}$",
                "/2/tweets/9999999999999999999       | id         | The `id` value [9999999999999999999] is beyond the largest id, 9223372036854775807",
                "/2/tweets/%D9%A1                    | id         | The `id` value [١] does not match ^[0-9]{1,19}$",
                "/2/tweets/1%27%20or%201=1           | id         | The `id` value [1' or 1=1] does not match ^[0-9]{1,19}$",
                "/2/tweets                           | ids        | The query parameter [ids] is missing: expected 1 to 100 comma-separated values",
                "/2/tweets?ids=                      | ids        | The query parameter [ids] can not have empty items",
                "/2/tweets?ids=1,,2                  | ids        | The query parameter [ids] can not have empty items",
                "/2/tweets?ids=1%002                 | ids        | The `ids` value [1\u00002] does not match ^[0-9]{1,19}$",
                "/2/tweets?ids=1&Ids=2               | Ids        | The query parameter [Ids] is not one of [ids,expansions,tweet.fields,post.fields,user.fields,media.fields,poll.fields,place.fields]",
                "/2/tweets/1?tweet.fields=           | tweet.fields | The query parameter [tweet.fields] can not have empty items",
                "/2/tweets/1?poll.fields=votes       | poll.fields | The `poll.fields` query parameter value [votes] is not one of [id,options,duration_minutes,end_datetime,voting_status]",
                "/2/tweets/1?expansions=pinned_tweet_id | expansions | The `expansions` query parameter value [pinned_tweet_id] is not one of [author_id,referenced_tweets.id,referenced_tweets.id.author_id,in_reply_to_user_id,entities.mentions.username,edit_history_tweet_ids,attachments.media_keys,attachments.poll_ids",
                "/2/users/1?expansions=author_id     | expansions | The `expansions` query parameter value [author_id] is not one of [pinned_tweet_id,most_recent_tweet_id,affiliation.user_id]",
                "/2/users/1?media.fields=url         | media.fields | The query parameter [media.fields] is not one of [expansions,tweet.fields,post.fields,user.fields]",
                "/2/users/by/username/a%20b          | username   | The `username` value [a b] does not match ^[A-Za-z0-9_]{1,15}$",
                "/2/users/by/username/sixteen_letters_ | username | The `username` value [sixteen_letters_] does not match ^[A-Za-z0-9_]{1,15}$",
                "/2/users/by                         | usernames  | The query parameter [usernames] is missing: expected 1 to 100 comma-separated values",
                "/2/users/1/tweets?max_results=4     | max_results | The `max_results` query parameter value [4] is not a number between 5 and 100",
                "/2/users/1/tweets?max_results=5&max_results=6 | max_results | The query parameter [max_results] was given 2 times",
                "/2/users/1/tweets?max_results=99999999999999 | max_results | The `max_results` query parameter value [99999999999999] is not a number between 5 and 100",
                "/2/users/1/tweets?start_time=2026-02-30T00:00:00Z | start_time | The `start_time` query parameter value [2026-02-30T00:00:00Z] is not a time of the form YYYY-MM-DDTHH:mm:ssZ"
            })
    void areRefusedByName(String request, String parameter, String message) {
        DataApi.Reply reply = API.get(request);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.body().path("title").asText()).isEqualTo("Invalid Request");
        assertThat(reply.body().path("type").asText()).isEqualTo("https://api.twitter.com/2/problems/invalid-request");
        assertThat(reply.body().at("/errors/0/parameters").fieldNames().next()).isEqualTo(parameter);
        assertThat(reply.body().at("/errors/0/message").asText()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource({"/2/tweets/", "/2/tweets?ids=", "/2/users/by?usernames=", "/2/tweets/search/recent?query="})
    void hugeValuesAreNotEchoedWhole(String request) {
        DataApi.Reply reply = API.get(request + "x%22".repeat(2_000));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().toString()).hasSizeLessThan(1_500);
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(API.get("/2/tweets?x=1&y=2&ids=a,b,1&tweet.fields=c").texts("/errors", "message"))
                .hasSize(5);
    }
}
