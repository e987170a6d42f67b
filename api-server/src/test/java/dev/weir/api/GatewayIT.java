package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.keys.NewKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {

    private static final String UNAUTHORIZED =
            "{\"title\":\"Unauthorized\",\"detail\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401";

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ObjectMapper json = new ObjectMapper();
    private TestServer server;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(
                clock,
                TestServer.shippedCatalogue()
                        .replaceAll(
                                "GET /2/usage/tweets: \\d+ requests / 15 min",
                                "GET /2/usage/tweets: 3 requests / 1 min"));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aGoodKeyIsServedWithItsLimitsInTheHeaders() throws Exception {
        HttpResponse<String> answer = server.get("/2/usage/tweets", server.key("basic"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "x-rate-limit-limit")).isEqualTo("3");
        assertThat(header(answer, "x-rate-limit-remaining")).isEqualTo("2");
        assertThat(header(answer, "x-rate-limit-reset"))
                .isEqualTo(Long.toString(clock.instant().plusSeconds(60).getEpochSecond()));
        assertThat(header(answer, "RateLimit-Policy")).startsWith("\"usage-1m\";q=3;w=60, \"burst\";q=");
        assertThat(header(answer, "RateLimit")).startsWith("\"usage-1m\";r=2;t=60;pk=:");
        assertThat(header(answer, "x-request-id")).matches("[A-Za-z0-9-]{8,64}");
    }

    @Test
    void missingMalformedUnknownWrongAndRevokedKeysGetTheSameAnswer() throws Exception {
        String good = server.key("free");
        NewKey wanted = NewKey.live(server.app("free"), Set.of());
        var revoked = server.accounts().createKey(wanted);
        server.accounts().revoke(revoked.id());
        int place = good.length() - 20;
        String wrongSecret =
                good.substring(0, place) + (good.charAt(place) == 'a' ? 'b' : 'a') + good.substring(place + 1);

        assertThat(server.send(HttpRequest.newBuilder(server.uri("/2/usage/tweets")))
                        .body())
                .startsWith(UNAUTHORIZED);
        for (String bad : new String[] {"x", "", wrongSecret, revoked.reveal(), "weir_live_", "Bearer"}) {
            HttpResponse<String> answer = server.get("/2/usage/tweets", bad);
            assertThat(answer.statusCode()).as(bad).isEqualTo(401);
            assertThat(answer.body()).as(bad).startsWith(UNAUTHORIZED);
            assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void aSpentWindowAnswers429AndComesBackAtItsReset() throws Exception {
        String key = server.key("basic");
        for (int i = 0; i < 3; i++) {
            assertThat(server.get("/2/usage/tweets", key).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = server.get("/2/usage/tweets", key);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "content-type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "x-rate-limit-remaining")).isEqualTo("0");
        assertThat(Long.parseLong(header(refused, "Retry-After"))).isBetween(60L, 72L);
        JsonNode body = json.readTree(refused.body());
        assertThat(body.path("type").asText()).isEqualTo("about:blank");
        assertThat(body.path("title").asText()).isEqualTo("Too Many Requests");
        assertThat(body.path("violated_limits").path(0).path("name").asText()).isEqualTo("usage-1m");

        clock.advance(Duration.ofSeconds(60));
        assertThat(server.get("/2/usage/tweets", key).statusCode()).isEqualTo(200);
    }

    @Test
    void aUserTokenIsTheWrongKindForUsage() throws Exception {
        String key = server.key(NewKey.live(server.app("basic"), Set.of()).actingFor(42));

        HttpResponse<String> answer = server.get("/2/usage/tweets", key);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json.readTree(answer.body()).path("type").asText())
                .isEqualTo("https://api.twitter.com/2/problems/unsupported-authentication");
    }

    @Test
    void aKeyInTheAddressIsRefused() throws Exception {
        HttpResponse<String> answer =
                server.send(HttpRequest.newBuilder(server.uri("/2/usage/tweets?access_token=" + server.key("basic"))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("treat it as exposed").doesNotContain("weir_live_");
    }

    @Test
    void whatTheFrameworkRefusesIsAProblemDocumentToo() throws Exception {
        HttpResponse<String> missing = server.send(HttpRequest.newBuilder(server.uri("/2/nothing")));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(json.readTree(missing.body()).path("request_id").asText())
                .isEqualTo(header(missing, "x-request-id"));

        HttpResponse<String> method = server.send(
                HttpRequest.newBuilder(server.uri("/2/usage/tweets")).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(header(method, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(header(method, "content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void aCallersOwnRequestIdIsKeptWhenItIsHarmless() throws Exception {
        assertThat(header(withRequestId("abc-12345"), "x-request-id")).isEqualTo("abc-12345");
        assertThat(header(withRequestId("evil\u0009<script>"), "x-request-id")).isNotEqualTo("evil\u0009<script>");
    }

    @Test
    void healthIsOkAndMetricsTellWhereDecisionsCameFrom() throws Exception {
        server.get("/2/usage/tweets", server.key("basic"));

        HttpResponse<String> health = server.send(HttpRequest.newBuilder(server.uri("/health-check?type=ready")));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(json.readTree(health.body()).path("status").asText()).isEqualTo("ok");
        assertThat(server.send(HttpRequest.newBuilder(server.admin("/prometheus")))
                        .body())
                .contains(
                        "weir_limit_decisions_total{endpoint=\"GET /2/usage/tweets\",outcome=\"allowed\",plan=\"basic\","
                                + "source=\"store\"}")
                .contains("http_server_request_duration_seconds_count{http_response_status_code=\"200\","
                        + "http_route=\"GET /2/usage/tweets\"}")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void usageTellsTheCapAndTheDaysUntilItIsWholeAgain() throws Exception {
        JsonNode data = json.readTree(server.get(
                                "/2/usage/tweets?usage.fields=daily_project_usage,daily_client_app_usage",
                                server.key("basic"))
                        .body())
                .path("data");

        assertThat(data.path("project_cap").asText()).matches("\\d+");
        assertThat(data.path("project_usage").asText()).isEqualTo("0");
        assertThat(data.path("cap_reset_day").asInt()).isEqualTo(10);
        assertThat(data.path("daily_client_app_usage").isArray()).isTrue();
    }

    @Test
    void badUsageParametersAreNamed() throws Exception {
        String key = server.key("premium");
        for (String query : new String[] {"days=0", "days=91", "days=x", "usage.fields=nope", "nope=1"}) {
            HttpResponse<String> answer = server.get("/2/usage/tweets?" + query, key);
            if (answer.statusCode() == 429) {
                clock.advance(Duration.ofMinutes(1));
                answer = server.get("/2/usage/tweets?" + query, key);
            }
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(json.readTree(answer.body())
                            .path("errors")
                            .path(0)
                            .path("parameters")
                            .fieldNames()
                            .next())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    private HttpResponse<String> withRequestId(String id) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri("/2/nothing")).header("x-request-id", id));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("(none)");
    }
}
