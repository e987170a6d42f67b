package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.contract.Contract;
import dev.weir.api.contract.ContractClientFilter;
import dev.weir.api.database.DatabaseFaultMapper;
import dev.weir.api.database.MicroblogFaultMapper;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.endpoints.StreamLimits;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.StatementCount;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.problems.ProblemMapper;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ExportScene SCENE = new ExportScene(900);
    private static final AtomicLong STATEMENTS = new AtomicLong();
    private static long caller = SCENE.account;
    private static int atOnce = 2;
    private static int queryLength = 100;
    private static final ResourceExtension API = api();

    /** An answer. */
    private record Reply(int status, String body, Response raw) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    private static ResourceExtension api() {
        Jdbi jdbi = SCENE.database.jdbi();
        jdbi.setSqlLogger(new StatementCount(STATEMENTS));
        return ResourceExtension.builder()
                .addResource(new ExportsResource(
                        jdbi,
                        new SqlMicroblog(jdbi),
                        new PageTokens("a secret of 16 bytes".getBytes(StandardCharsets.UTF_8)),
                        Clock.fixed(ExportScene.NOW, ZoneOffset.UTC),
                        new Random(5)))
                .addProvider((ContainerRequestFilter) request -> new Call(
                                new Caller("key", 7, caller, "academic", false, Optional.empty(), Set.of()), policy())
                        .attachTo(request))
                .setClientConfigurator(client -> client.register(new ContractClientFilter(Contract.ofResources())))
                .addProvider(new ProblemMapper())
                .addProvider(new MicroblogFaultMapper())
                .addProvider(new DatabaseFaultMapper())
                .build();
    }

    private static Policy policy() {
        return new Policy(
                Endpoint.CREATE_EXPORT,
                "academic",
                true,
                List.of(),
                Optional.empty(),
                queryLength,
                List.of(),
                true,
                new StreamLimits(1, 1, 1),
                atOnce);
    }

    @BeforeAll
    static void start() throws Throwable {
        API.before();
    }

    @AfterAll
    static void stop() throws Throwable {
        API.after();
    }

    private static Reply send(String method, String path, String body, Map<String, String> headers) {
        var request = API.client()
                .target(API.target("/").getUri() + path.substring(1))
                .request();
        headers.forEach(request::header);
        try (Response response = body.isEmpty() ? request.method(method) : request.method(method, Entity.json(body))) {
            return new Reply(response.getStatus(), response.readEntity(String.class), response);
        }
    }

    private static Reply get(String path) {
        return send("GET", path, "", Map.of());
    }

    private static String complete(String query) throws IOException {
        var id = send("POST", "/2/exports", "{\"query\": \"" + query + "\"}", Map.of())
                .json()
                .at("/data/id")
                .asText();
        SCENE.finish();
        return id;
    }

    @Test
    void anExportIsOrderedWrittenAndToldWithItsManifest() throws Exception {
        var reply = send("POST", "/2/exports", """
                {"query": "weir from:alice", "start_time": "2026-02-28T12:00:00Z", "fields": ["text", "author_id"]}""", Map.of());
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().at("/data/status").asText()).isEqualTo("created");
        assertThat(reply.json().at("/data/end_time").asText()).isEqualTo("2026-03-01T11:59:30.000Z");
        SCENE.finish();

        var data =
                get("/2/exports/" + reply.json().at("/data/id").asText()).json().at("/data");
        assertThat(data.path("status").asText()).isEqualTo("complete");
        assertThat(data.path("post_count").asLong()).isEqualTo(300);
        assertThat(data.path("cite").asText()).matches("weir:export:[0-9a-z]{16}:[0-9a-f]{64}");
        var part = data.path("parts").get(0);
        var content = get(part.path("url").asText());
        assertThat(content.status()).isEqualTo(200);
        assertThat(content.raw().getHeaderString("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(ExportScene.sha256(content.body().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(part.path("sha256").asText());
        assertThat(content.body().lines().findFirst().orElseThrow())
                .isEqualTo("{\"id\":\"" + ExportScene.id(0) + "\",\"text\":\"weir 🌊 number 0 #tag\","
                        + "\"edit_history_tweet_ids\":[\"" + ExportScene.id(0) + "\"],\"author_id\":\"1\"}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void downloadsThatBreakOffAreResumedToTheSameBytes(long seed) throws Exception {
        var path = "/2/exports/" + complete("weir") + "/parts/1";
        var whole = get(path);
        byte[] bytes = whole.body().getBytes(StandardCharsets.UTF_8);
        String tag = whole.raw().getHeaderString("ETag");
        var random = new Random(seed);
        var joined = new ByteArrayOutputStream();
        while (joined.size() < bytes.length) {
            long last = (long) joined.size() + random.nextInt(9_000);
            var request = API.client()
                    .target(API.target("/").getUri() + path.substring(1))
                    .request()
                    .header("Range", "bytes=" + joined.size() + "-" + last)
                    .header("If-Range", tag);
            try (Response piece = request.get()) {
                assertThat(piece.getStatus()).isEqualTo(206);
                assertThat(piece.getHeaderString("Content-Range")).endsWith("/" + bytes.length);
                joined.writeBytes(piece.readEntity(byte[].class));
            }
        }
        assertThat(joined.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void conditionsAndRangesAreThoseOfTheStandard() throws Exception {
        var path = "/2/exports/" + complete("weir") + "/parts/1";
        String tag = get(path).raw().getHeaderString("ETag");
        int size = get(path).body().getBytes(StandardCharsets.UTF_8).length;

        assertThat(send("GET", path, "", Map.of("If-None-Match", tag)).status()).isEqualTo(304);
        assertThat(send("GET", path, "", Map.of("Range", "bytes=-5")).body()).hasSize(5);
        assertThat(send("GET", path, "", Map.of("Range", "bytes=5-", "If-Range", "\"other\""))
                        .status())
                .isEqualTo(200);
        assertThat(send("GET", path, "", Map.of("Range", "bytes=0-1,4-5")).status())
                .isEqualTo(200);
        assertThat(send("GET", path, "", Map.of("Range", "lines=0-1")).status()).isEqualTo(200);
        var beyond = send("GET", path, "", Map.of("Range", "bytes=" + size + "-"));
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.raw().getHeaderString("Content-Range")).isEqualTo("bytes */" + size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"query\": \"\"}",
                "{\"query\": \"is:reply\"}",
                "{\"query\": \"weir \\u0000\"}",
                "{\"query\": \"weir \\ud800\"}",
                "{\"query\": \"weir\", \"end_time\": \"2026-03-01T12:00:00Z\"}",
                "{\"query\": \"weir\", \"start_time\": \"2026-03-01T11:59:40Z\"}",
                "{\"query\": \"weir\", \"start_time\": \"yesterday\"}",
                "{\"query\": \"weir\", \"fields\": [\"secrets\"]}",
                "{\"query\": \"weir\", \"fields\": \"text\"}",
                "{\"query\": \"weir\", \"max_results\": 5}"
            })
    void whatCannotBeOrderedIsA400(String body) {
        assertThat(send("POST", "/2/exports", body, Map.of()).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "min_likes:1",
                "weir -is:verified",
                "weir OR min_likes:1 OR retweets_of:alice",
                "conversation_id:5 from:alice",
                "quotes_of_tweet_id:5 -weir"
            })
    void everyQueryOfSearchIsTaken(String query) throws Exception {
        var reply = send("POST", "/2/exports", "{\"query\": \"" + query + "\"}", Map.of());
        assertThat(reply.status()).isEqualTo(201);
        SCENE.finish();
        assertThat(get("/2/exports/" + reply.json().at("/data/id").asText())
                        .json()
                        .at("/data/status")
                        .asText())
                .isEqualTo("complete");
    }

    @Test
    void whatSearchRefusesAsTooCostlyIsRefusedHere() throws Exception {
        String query = "min_likes:1 OR min_likes:2 OR min_likes:3 OR min_likes:4 OR min_likes:5 OR min_likes:6"
                + " OR min_likes:7 OR min_likes:8 OR min_likes:9";
        queryLength = query.length();
        try {
            var reply = send("POST", "/2/exports", "{\"query\": \"" + query + "\"}", Map.of());
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/errors/0/message").asText()).contains("too costly");
        } finally {
            queryLength = 100;
        }
    }

    @Test
    void noMoreAreInProgressAtOnceThanThePlanAllows() throws Exception {
        complete("weir");
        assertThat(send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of()).status())
                .isEqualTo(201);
        var second = send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of());
        assertThat(second.status()).isEqualTo(201);
        var third = send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of());
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.json().path("type").asText()).endsWith("/conflict");
        assertThat(third.json().path("detail").asText()).contains("its plan allows 2 at once");

        atOnce = 3;
        try {
            assertThat(send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of())
                            .status())
                    .as("a plan that allows more")
                    .isEqualTo(201);
        } finally {
            atOnce = 2;
        }
        SCENE.finish();
    }

    @Test
    void whatIsDeletedMakesRoomForAnother() throws Exception {
        send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of());
        var second = send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of());
        send("DELETE", "/2/exports/" + second.json().at("/data/id").asText(), "", Map.of());
        assertThat(send("POST", "/2/exports", "{\"query\": \"weir\"}", Map.of()).status())
                .isEqualTo(201);
        SCENE.finish();
    }

    @Test
    void nobodySeesTheExportsOfAnother() throws Exception {
        var id = complete("weir");
        caller = -1;
        try {
            for (String path : List.of("", "/parts/1", "/deletions")) {
                assertThat(get("/2/exports/" + id + path).status()).as(path).isEqualTo(404);
            }
            assertThat(send("DELETE", "/2/exports/" + id, "", Map.of()).status())
                    .isEqualTo(404);
            assertThat(get("/2/exports").json().at("/meta/result_count").asInt())
                    .isZero();
        } finally {
            caller = SCENE.account;
        }
        assertThat(get("/2/exports").json().at("/data/0/id").asText()).isNotEmpty();
    }

    @Test
    void deletionsArePagedAndALinkLeadsOn() throws Exception {
        var id = complete("weir");
        List<Long> gone = List.of(ExportScene.id(12), ExportScene.id(3), ExportScene.id(9));
        gone.forEach(SCENE::delete);

        var first = get("/2/exports/" + id + "/deletions?max_results=2");
        assertThat(first.raw().getHeaderString("Content-Type")).isEqualTo("application/x-ndjson");
        String link = first.raw().getHeaderString("Link");
        assertThat(link)
                .matches("</2/exports/" + id + "/deletions\\?max_results=2&pagination_token=[^>]+>; rel=\"next\"");
        var second = get(link.substring(1, link.indexOf('>')));
        assertThat(second.raw().getHeaderString("Link")).isNull();
        assertThat(first.body() + second.body())
                .isEqualTo(get("/2/exports/" + id + "/deletions").body())
                .isEqualTo(gone.stream()
                        .sorted()
                        .map(post -> "{\"id\":\"" + post + "\",\"action\":\"delete\","
                                + "\"redacted_at\":\"2026-03-01T12:01:00.000Z\",\"reason\":\"deleted\"}\n")
                        .collect(Collectors.joining()));

        var other = "/2/exports/" + complete("weir") + "/deletions";
        assertThat(get(other + link.substring(link.indexOf('?'), link.indexOf('>')))
                        .json()
                        .at("/errors/0/parameters")
                        .has("pagination_token"))
                .as("a token of another list")
                .isTrue();
        assertThat(get(other + "?max_results=0").status()).isEqualTo(400);
        assertThat(get(other + "?max_results=10001").status()).isEqualTo(400);
    }

    @Test
    void aPartHasANumber() throws Exception {
        var parts = "/2/exports/" + complete("weir") + "/parts/";
        assertThat(get(parts + "first").status()).isEqualTo(400);
        assertThat(get(parts + "first")
                        .json()
                        .at("/errors/0/parameters/number/0")
                        .asText())
                .isEqualTo("first");
        assertThat(get(parts + "0").status()).isEqualTo(404);
    }

    @Test
    void whatIsThrownAwayIsGone() throws Exception {
        var id = complete("weir");
        assertThat(send("DELETE", "/2/exports/" + id, "", Map.of())
                        .json()
                        .at("/data/deleted")
                        .asBoolean())
                .isTrue();
        assertThat(get("/2/exports/" + id).status()).isEqualTo(404);
        assertThat(get("/2/exports/" + id + "/parts/1").status()).isEqualTo(404);
    }

    @Test
    @CountsStatements({
        Endpoint.CREATE_EXPORT,
        Endpoint.EXPORTS,
        Endpoint.EXPORT,
        Endpoint.EXPORT_PART,
        Endpoint.EXPORT_DELETIONS,
        Endpoint.DELETE_EXPORT
    })
    void costsAFixedNumberOfStatements() throws Exception {
        long before = STATEMENTS.get();
        var id = send("POST", "/2/exports", "{\"query\": \"weir from:alice\"}", Map.of())
                .json()
                .at("/data/id")
                .asText();
        assertThat(STATEMENTS.get() - before).isEqualTo(Endpoint.CREATE_EXPORT.statements());
        SCENE.finish();
        assertCost(Endpoint.EXPORTS, "GET", "/2/exports");
        assertCost(Endpoint.EXPORT, "GET", "/2/exports/" + id);
        assertCost(Endpoint.EXPORT_PART, "GET", "/2/exports/" + id + "/parts/1");
        assertCost(Endpoint.EXPORT_DELETIONS, "GET", "/2/exports/" + id + "/deletions");
        assertCost(Endpoint.DELETE_EXPORT, "DELETE", "/2/exports/" + id);
    }

    private static void assertCost(Endpoint endpoint, String method, String path) {
        long before = STATEMENTS.get();
        assertThat(send(method, path, "", Map.of()).status()).isEqualTo(200);
        assertThat(STATEMENTS.get() - before).as(endpoint.id()).isEqualTo(endpoint.statements());
    }
}
