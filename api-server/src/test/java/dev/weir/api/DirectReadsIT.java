package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.keys.NewKey;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A read past Jersey gets the answer that Jersey gives, costs the same, and counts the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectReadsIT {

    private static final String ENDPOINT = "GET /2/tweets/{id}";

    /** Sees the requests that come to Jersey. */
    @PreMatching
    private static final class Seen implements ContainerRequestFilter {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void filter(ContainerRequestContext request) {
            count.incrementAndGet();
        }
    }

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Seen jersey = new Seen();
    private TestServer server;
    private SampleMicroblog sample;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(
                clock,
                TestServer.shippedCatalogue()
                        .replace(ENDPOINT + ": 60 requests / 15 min", ENDPOINT + ": 2 requests / 1 min"),
                environment -> environment.jersey().register(jersey));
        sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?tweet.fields=created_at,public_metrics,entities&expansions=author_id&user.fields=created_at",
                "?tweet.fields=created_at%2Cpublic_metrics&expansions=referenced_tweets.id%2Creferenced_tweets.id.author_id",
                "?post.fields=lang&media.fields=url&poll.fields=options&place.fields=country",
                "?expansions=author_id&expansions=in_reply_to_user_id",
            })
    void aPlainReadIsAnsweredWithoutJerseyAsJerseyAnswersIt(String query) throws Exception {
        for (long id : new long[] {sample.alicePost(0), sample.reply(), sample.quote(), sample.repost(), 99}) {
            int before = jersey.count.get();
            HttpResponse<String> direct = server.get("/2/tweets/" + id + query, server.key("basic"));
            assertThat(jersey.count).hasValue(before);
            HttpResponse<String> jerseys = server.get(TestServer.throughJersey(id) + query, server.key("basic"));
            assertThat(jersey.count).hasValue(before + 1);

            assertThat(direct.statusCode()).isEqualTo(200);
            assertSame(direct, jerseys);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?tweet.fields=nonsense|400",
                "?nonsense=1|400",
                "?expansions=|400",
                "?expansions=author_id,|400",
                "?expansions|400",
                "?key=abc|400",
                "?tweet.fields=weir_live_abc|400",
                "?tweet.fields=cre%61ted_at|200",
                "?tweet.fields=%FF|400",
                "?tweet.fields=a+b|400",
                "?tweet.fields=created_at&|200",
            })
    void whatIsNotPlainOrNotRightIsJerseysToAnswer(String query, int status) throws Exception {
        long id = sample.alicePost(0);
        int before = jersey.count.get();
        HttpResponse<String> answer = server.get("/2/tweets/" + id + query, server.key("basic"));
        assertThat(jersey.count).hasValue(before + 1);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertSame(answer, server.get(TestServer.throughJersey(id) + query, server.key("basic")));
    }

    @Test
    void anIdThatIsNoneIsJerseysToRefuse() throws Exception {
        for (String id : List.of("9999999999999999999", "12345678901234567890", "12x", "-1")) {
            assertThat(server.get("/2/tweets/" + id, server.key("basic")).statusCode())
                    .as(id)
                    .isEqualTo(400);
        }
    }

    @Test
    void whoMayNotReadIsToldSoAsEverywhere() throws Exception {
        String path = "/2/tweets/" + sample.alicePost(0);
        assertThat(server.send(HttpRequest.newBuilder(server.uri(path))).statusCode())
                .isEqualTo(401);
        assertThat(server.get(path, server.key("basic") + "x").statusCode()).isEqualTo(401);
        assertThat(server.send(HttpRequest.newBuilder(server.uri(path))
                                .header("Authorization", "Bearer " + server.key("basic"))
                                .header("Accept", "text/html"))
                        .statusCode())
                .isEqualTo(406);
        NewKey forUser = NewKey.live(server.app("basic"), Set.of()).actingFor(SampleMicroblog.BOB);
        assertThat(server.get(path, server.key(forUser)).statusCode()).isEqualTo(200);
    }

    @Test
    void aSpentWindowIsRefusedOnceAndCountedOnce() throws Exception {
        String key = server.key("free");
        String path = "/2/tweets/" + sample.alicePost(0);
        double denied = counted("outcome=\"denied\"");
        double allowed = counted("outcome=\"allowed\",plan=\"free\"");
        for (int i = 0; i < 2; i++) {
            assertThat(server.get(path, key).headers().firstValue("x-rate-limit-remaining"))
                    .hasValue(Integer.toString(1 - i));
        }

        HttpResponse<String> refused = server.get(path, key);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("Too Many Requests");
        assertThat(counted("outcome=\"denied\"")).isEqualTo(denied + 1);
        assertThat(counted("outcome=\"allowed\",plan=\"free\"")).isEqualTo(allowed + 2);
    }

    @Test
    void whatGoesOnToJerseyIsDecidedOnOnce() throws Exception {
        String key = server.key("basic");
        double before = counted("outcome=\"allowed\",plan=\"basic\"");

        HttpResponse<String> wrong = server.get("/2/tweets/" + sample.alicePost(0) + "?tweet.fields=nonsense", key);

        assertThat(wrong.headers().firstValue("x-rate-limit-remaining")).hasValue("299");
        assertThat(counted("outcome=\"allowed\",plan=\"basic\"")).isEqualTo(before + 1);
    }

    @Test
    void itsPostsAndRequestsAreMeteredAndItsTimeIsMeasured() throws Exception {
        String key = server.key("basic");
        double requests = measured();
        for (int i = 0; i < 3; i++) {
            server.get("/2/tweets/" + sample.alicePost(i), key);
        }
        server.get("/2/tweets/99", key);

        assertThat(server.get("/2/usage/tweets", key).body()).contains("\"project_usage\":\"3\"");
        assertThat(measured()).isEqualTo(requests + 4);
    }

    @Test
    void aPostIsGoneAtOnceWhenItIsDeleted() throws Exception {
        String key = server.key("basic");
        long id = sample.alicePost(20);
        for (int i = 0; i < 3; i++) {
            assertThat(server.get("/2/tweets/" + id, key).body()).contains("\"data\"");
        }
        server.jdbi().useHandle(handle -> handle.execute("delete from microblog.posts where id = ?", id));

        assertThat(server.get("/2/tweets/" + id, key).body())
                .doesNotContain("\"data\"")
                .contains("Not Found Error");
    }

    private static void assertSame(HttpResponse<String> one, HttpResponse<String> other) {
        assertThat(one.statusCode()).isEqualTo(other.statusCode());
        assertThat(withoutIds(one.body())).isEqualTo(withoutIds(other.body()));
        assertThat(headers(one)).isEqualTo(headers(other));
    }

    private static String withoutIds(String body) {
        return body.replaceAll("\"request_id\":\"[^\"]*\"", "").replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    /** But for what is another one for each request and each caller. */
    private static Map<String, List<String>> headers(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (!Set.of("date", "x-request-id", "x-contract-exchange")
                    .contains(name.toLowerCase(java.util.Locale.ROOT))) {
                headers.put(
                        name.toLowerCase(java.util.Locale.ROOT),
                        values.stream()
                                .map(value -> value.replaceAll("pk=:[^:]*:", ""))
                                .toList());
            }
        });
        return headers;
    }

    private double counted(String labels) throws Exception {
        return metric("weir_limit_decisions_total{endpoint=\"" + ENDPOINT + "\"," + labels);
    }

    private double measured() throws Exception {
        return metric("http_server_request_duration_seconds_count{http_response_status_code=\"200\",http_route=\""
                + ENDPOINT);
    }

    private double metric(String name) throws Exception {
        return server.send(HttpRequest.newBuilder(server.admin("/prometheus")))
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
