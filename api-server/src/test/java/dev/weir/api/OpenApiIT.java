package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.contract.ApiDocument;
import dev.weir.api.contract.ApiDocument.Operation;
import dev.weir.api.contract.ApiDocument.Place;
import dev.weir.api.contract.DocumentedRequest;
import dev.weir.api.contract.RequestFuzzer;
import dev.weir.api.keys.NewKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The OpenAPI document against a server: parameters by name, values by bound, and requests of every kind that can be made
 * of it. That every answer is described there is watched by {@link TestServer}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {

    private static final ApiDocument DOCUMENT = ApiDocument.read();
    private static final Pattern KNOWN = Pattern.compile("is not one of \\[([^]]*)]");
    private static final long SEED = Long.getLong("weir.seed", 20_261_121L);
    private static final int REQUESTS_OF_EACH = Integer.getInteger("weir.requests", 15);

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ObjectMapper json = new ObjectMapper();
    private TestServer server;
    private List<String> known;
    private String appKey;
    private String exportKey;
    private String userKey;

    static Stream<Operation> operations() {
        return DOCUMENT.operations().stream();
    }

    /** Operations that take a key, and so parameters. */
    static Stream<Operation> keyed() {
        return operations()
                .filter(operation ->
                        !DOCUMENT.at(operation.place(), "security").node().isEmpty());
    }

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        SampleMicroblog sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
        known = LongStream.of(
                        SampleMicroblog.ALICE,
                        SampleMicroblog.BOB,
                        sample.alicePost(0),
                        sample.alicePost(1),
                        sample.reply(),
                        sample.quote(),
                        sample.repost())
                .mapToObj(Long::toString)
                .toList();
        appKey = server.key("first-party");
        exportKey = server.key("academic");
        userKey = server.key(NewKey.live(server.app("first-party"), Set.of()).actingFor(SampleMicroblog.ALICE));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void takesTheParametersThatAreDocumentedAndNoOthers(Operation operation) throws Exception {
        HttpResponse<String> answer = send(operation, example(operation).put("query", "no_such_parameter", "1"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        Matcher told = KNOWN.matcher(fault(answer, "no_such_parameter"));
        assertThat(told.find()).as(answer.body()).isTrue();
        Set<String> taken = Arrays.stream(told.group(1).split(","))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(parameters(operation, "query").stream()
                        .map(parameter -> parameter.node().path("name").asText())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void boundsAreThoseOfTheDocument(Operation operation) throws Exception {
        for (Place parameter : DOCUMENT.parameters(operation)) {
            String in = parameter.node().path("in").asText();
            String name = parameter.node().path("name").asText();
            for (String value : outOfBounds(parameter)) {
                HttpResponse<String> answer = send(operation, example(operation).put(in, name, value));
                assertThat(blamed(answer))
                        .as("%s with %s=%s: %s", operation.id(), name, value, answer.body())
                        .contains(name);
            }
            if (!isEndless(operation)) {
                for (String value : withinBounds(parameter)) {
                    HttpResponse<String> answer =
                            send(operation, example(operation).put(in, name, value));
                    assertThat(blamed(answer))
                            .as("%s with %s=%s: %s", operation.id(), name, value, answer.body())
                            .doesNotContain(name);
                }
            }
            if (parameter.node().path("required").asBoolean() && in.equals("query")) {
                assertThat(blamed(send(operation, example(operation).without(name))))
                        .as("%s without %s", operation.id(), name)
                        .contains(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void noRequestMakesItFailOrSpeakAnythingButJson(Operation operation) throws Exception {
        RequestFuzzer fuzzer =
                new RequestFuzzer(DOCUMENT, new Random(SEED + operation.id().hashCode()), known);
        for (int i = 0; i < REQUESTS_OF_EACH; i++) {
            DocumentedRequest request = isEndless(operation) ? fuzzer.refused(operation) : fuzzer.any(operation);
            HttpResponse<String> answer = send(operation, request);
            String told = "seed " + SEED + ", request " + i + ": " + request + " -> " + answer.statusCode() + " "
                    + answer.body();
            assertThat(answer.statusCode()).as(told).isLessThan(500);
            assertThat(answer.headers().firstValue("content-type").orElse(""))
                    .as(told)
                    .matches("application/(problem\\+)?json|application/x-ndjson|text/plain.*");
            if (answer.headers().firstValue("content-type").orElse("").endsWith("json")
                    && !answer.body().isEmpty()) {
                json.readTree(answer.body());
            }
            assertThat(answer.body()).as(told).doesNotContain(appKey, exportKey, userKey);
            if (answer.statusCode() >= 400) {
                assertThat(answer.body()).as(told).doesNotContain("Exception", "select ");
            }
        }
    }

    @Test
    void theDocumentIsThereWithoutKeyAndDatabase() throws Exception {
        try (TestServer alone = TestServer.start(clock, TestServer.shippedCatalogue())) {
            alone.database().goAway();
            HttpResponse<String> answer = alone.send(HttpRequest.newBuilder(alone.uri("/2/openapi.json")));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json.readTree(answer.body()).path("openapi").asText()).startsWith("3.1");

            HttpResponse<String> head = alone.send(HttpRequest.newBuilder(alone.uri("/2/openapi.json"))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.headers().firstValueAsLong("Content-Length"))
                    .hasValue(answer.body().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static DocumentedRequest example(Operation operation) {
        return DocumentedRequest.of(DOCUMENT, operation);
    }

    private static boolean isEndless(Operation operation) {
        return DOCUMENT.at(operation.place(), "responses", "200", "content", "application/json")
                .node()
                .path("x-lines")
                .asBoolean();
    }

    private static List<Place> parameters(Operation operation, String in) {
        return DOCUMENT.parameters(operation).stream()
                .filter(parameter -> parameter.node().path("in").asText().equals(in))
                .toList();
    }

    /** Values beside the bounds that the document sets. */
    private static List<String> outOfBounds(Place parameter) {
        JsonNode schema = DOCUMENT.at(parameter, "schema").node();
        JsonNode item = DOCUMENT.at(parameter, "schema", "items").node();
        List<String> values = new ArrayList<>();
        if (schema.path("type").asText().equals("integer")) {
            values.add(Long.toString(schema.path("minimum").asLong() - 1));
            values.add("x");
            if (schema.has("maximum")) {
                values.add(Long.toString(schema.path("maximum").asLong() + 1));
            }
        }
        if (schema.has("maxItems") && !item.has("enum")) {
            values.add(numbers(schema.path("maxItems").asInt() + 1));
        }
        if (schema.has("enum") || item.has("enum")) {
            values.add("no_such_value");
        }
        if (schema.has("pattern") || item.has("pattern")) {
            values.add("no match!");
        }
        if (schema.path("format").asText().equals("date-time")) {
            values.add("yesterday");
        }
        if (schema.has("maxLength")) {
            values.add("a".repeat(schema.path("maxLength").asInt() + 1));
        }
        return values;
    }

    /** Values at the bounds that the document sets; each of an enumeration. */
    private static List<String> withinBounds(Place parameter) {
        JsonNode schema = DOCUMENT.at(parameter, "schema").node();
        JsonNode item = DOCUMENT.at(parameter, "schema", "items").node();
        List<String> values = new ArrayList<>();
        if (schema.path("type").asText().equals("integer")) {
            values.add(schema.path("minimum").asText());
            values.add(schema.path("maximum").asText(schema.path("minimum").asText()));
        }
        if (schema.has("maxItems") && !item.has("enum")) {
            values.add(numbers(schema.path("maxItems").asInt()));
        }
        schema.path("enum").forEach(value -> values.add(value.asText()));
        if (item.has("enum")) {
            List<String> all = new ArrayList<>();
            item.path("enum").forEach(value -> all.add(value.asText()));
            values.add(String.join(",", all));
        }
        return values;
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    /** Sends a request; where a window is spent, once more in the next. */
    private HttpResponse<String> send(Operation operation, DocumentedRequest request) throws Exception {
        JsonNode security = DOCUMENT.at(operation.place(), "security").node();
        String key = security.findValue("appKey") == null
                ? userKey
                : operation.template().startsWith("/2/exports") ? exportKey : appKey;
        HttpResponse<String> answer = server.send(request.to(server.uri("/"), key));
        if (answer.statusCode() != 429) {
            return answer;
        }
        clock.advance(Duration.ofDays(1));
        return server.send(request.to(server.uri("/"), key));
    }

    private Set<String> blamed(HttpResponse<String> answer) throws Exception {
        Set<String> names = new TreeSet<>();
        if (answer.statusCode() == 400) {
            json.readTree(answer.body())
                    .path("errors")
                    .forEach(error -> error.path("parameters").fieldNames().forEachRemaining(names::add));
        }
        return names;
    }

    private String fault(HttpResponse<String> answer, String parameter) throws Exception {
        for (JsonNode error : json.readTree(answer.body()).path("errors")) {
            if (error.path("parameters").has(parameter)) {
                return error.path("message").asText();
            }
        }
        return "";
    }
}
