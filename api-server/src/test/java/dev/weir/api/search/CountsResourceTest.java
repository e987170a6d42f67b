package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountsResourceTest {

    private static final DataApi API = new DataApi();
    private static final Instant NOW = DataApi.NOW;

    @BeforeEach
    void users() {
        API.clear();
        API.rows().add(MicroblogRows.user(1, "ann"), MicroblogRows.user(2, "bob"));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void everyBucketOfTheStretchIsThereInOrderAndAddsUp() {
        API.rows().add(at("2026-03-01T09:15:00Z"), at("2026-03-01T09:59:59.999Z"), at("2026-03-01T11:00:00Z"));

        Reply reply = counts("recent", "word", "&start_time=2026-03-01T08:30:00Z&end_time=2026-03-01T11:20:00Z");

        assertThat(buckets(reply))
                .containsExactly(
                        "2026-03-01T08:30:00.000Z 2026-03-01T09:00:00.000Z 0",
                        "2026-03-01T09:00:00.000Z 2026-03-01T10:00:00.000Z 2",
                        "2026-03-01T10:00:00.000Z 2026-03-01T11:00:00.000Z 0",
                        "2026-03-01T11:00:00.000Z 2026-03-01T11:20:00.000Z 1");
        assertThat(reply.body().at("/meta/total_tweet_count").asInt()).isEqualTo(3);
        assertThat(reply.body().at("/meta").has("next_token")).isFalse();
    }

    @Test
    void withoutTimesTheLastSevenDaysUpToHalfAMinuteAgoAreCounted() {
        API.rows().add(at("2026-02-22T11:59:59Z"), at("2026-02-22T12:00:00Z"), at("2026-03-01T11:59:31Z"));

        Reply reply = counts("recent", "word", "&granularity=day");

        assertThat(buckets(reply)).hasSize(8).first().asString().startsWith("2026-02-22T12:00:00.000Z");
        assertThat(buckets(reply)).last().asString().contains(" 2026-03-01T11:59:30.000Z ");
        assertThat(reply.body().at("/meta/total_tweet_count").asInt()).isEqualTo(1);
        assertThat(counts("recent", "word", "").body().at("/data")).hasSize(7 * 24);
        assertThat(counts("recent", "word", "&granularity=minute").body().at("/data"))
                .hasSize(7 * 24 * 60);
    }

    @Test
    void pagesOfThirtyOneDaysLeadBackToTheStart() {
        List<Post> posts = new ArrayList<>();
        for (int day = 0; day < 100; day++) {
            posts.add(at(NOW.minus(Duration.ofDays(day)).minusSeconds(60).toString()));
        }
        API.rows().add(posts);

        long total = 0;
        List<String> starts = new ArrayList<>();
        String more = "";
        int pages = 0;
        do {
            Reply reply = counts("all", "word", "&granularity=day&start_time=2025-12-01T00:00:00Z" + more);
            total += reply.body().at("/meta/total_tweet_count").asLong();
            starts.addAll(reply.texts("/data", "start"));
            String token = reply.body().at("/meta/next_token").asText();
            more = token.isEmpty() ? "" : "&next_token=" + token;
            pages++;
        } while (!more.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(starts).doesNotHaveDuplicates().hasSize(91).contains("2025-12-01T00:00:00.000Z");
        assertThat(total).isEqualTo(91);
    }

    @Test
    void idsAreBoundsToo() {
        Post first = at("2026-03-01T09:15:00Z");
        Post second = at("2026-03-01T10:15:00Z");
        Post third = at("2026-03-01T11:15:00Z");
        API.rows().add(first, second, third);

        Reply reply = counts("recent", "word", "&since_id=" + first.id() + "&until_id=" + third.id());

        assertThat(reply.body().at("/meta/total_tweet_count").asInt()).isEqualTo(1);
        assertThat(buckets(reply)).first().asString().startsWith("2026-03-01T09:15:00.000Z");
        assertThat(buckets(reply)).last().asString().contains(" 2026-03-01T11:15:00.001Z ");
    }

    @Test
    void postsThatNobodyMaySeeAreNotCounted() {
        API.rows().add(at("2026-03-01T09:15:00Z"));
        API.rows().execute("update microblog.users set protected = true where id = 1");

        assertThat(counts("recent", "word", "")
                        .body()
                        .at("/meta/total_tweet_count")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "recent, granularity=week, granularity",
        "recent, search_count.fields=id, search_count.fields",
        "recent, start_time=2026-02-20T12:00:00Z, start_time",
        "all, start_time=2006-03-20T12:00:00Z, start_time",
        "all, end_time=2026-03-02T12:00:00Z, end_time",
        "all, next_token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, next_token",
        "all, max_results=10, max_results"
    })
    void wrongParametersAreNamed(String which, String parameter, String named) {
        Reply reply = counts(which, "word", "&" + parameter);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/errors/0/parameters").fieldNames().next()).isEqualTo(named);
    }

    @Test
    void anOutageIsA503() {
        API.database().goAway();
        assertThat(counts("recent", "word", "").status()).isEqualTo(503);
    }

    private static List<String> buckets(Reply reply) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        List<String> buckets = new ArrayList<>();
        for (JsonNode bucket : reply.body().at("/data")) {
            buckets.add(bucket.path("start").asText() + " " + bucket.path("end").asText() + " "
                    + bucket.path("tweet_count").asLong());
        }
        return buckets;
    }

    private static Reply counts(String which, String query, String more) {
        return API.get(
                "/2/tweets/counts/" + which + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    }

    private static Post at(String time) {
        return MicroblogRows.post(Snowflakes.at(Instant.parse(time), 0), 1, "word");
    }
}
