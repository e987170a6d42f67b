package dev.weir.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes requests of an operation's parameters and body: valid ones, ones at their bounds and hostile ones, the same for
 * the same source of chance.
 */
public final class RequestFuzzer {

    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\0",
            "-1",
            "0",
            "1e9",
            "99999999999999999999",
            "9223372036854775807",
            "٣",
            "null",
            "true",
            "a,,b",
            ",",
            "1,1,1",
            "'; drop table microblog.users; --",
            "../../etc/passwd",
            "%2e%2e%2f",
            "<script>alert(1)</script>",
            "${jndi:ldap://localhost/a}",
            "{{7*7}}",
            "👩‍👩‍👧",
            "\u202eabc",
            "\ufffd",
            "a\r\nx-evil: 1",
            "((((((((((",
            "\"",
            "-",
            "a OR",
            "x".repeat(5_000),
            "(".repeat(1_000));

    private static final List<String> HOSTILE_BODIES = List.of(
            "",
            "null",
            "[]",
            "1",
            "\"text\"",
            "{",
            "{}{}",
            "{\"a\":}",
            "{\"text\":\"a\",\"text\":\"b\"}",
            "[".repeat(2_000),
            "{\"a\":".repeat(1_000),
            "{\"text\":\"" + "x".repeat(70_000) + "\"}",
            "{\"text\":\"\\ud800\"}",
            "{\"text\":\"\\u0000\"}",
            "text=hello");

    private final ApiDocument document;
    private final Random random;
    private final List<String> ids;

    /**
     * @param random where chance comes from
     * @param known ids of posts and users that there are, to be asked for beside those that there are not
     */
    public RequestFuzzer(ApiDocument document, Random random, List<String> known) {
        this.document = document;
        this.random = random;
        this.ids = Stream.concat(Stream.of("1", "20", "9223372036854775807"), known.stream())
                .toList();
    }

    /** Some request. */
    public DocumentedRequest any(ApiDocument.Operation operation) {
        DocumentedRequest request = DocumentedRequest.of(document, operation);
        boolean hostile = random.nextInt(3) == 0;
        for (ApiDocument.Place parameter : document.parameters(operation)) {
            if (random.nextInt(3) == 0) {
                String value = hostile && random.nextBoolean() ? pick(HOSTILE) : valid(parameter);
                put(request, parameter, value);
            }
        }
        if (hostile) {
            spoil(request, operation);
        } else if (request.hasBody() && random.nextBoolean()) {
            mutateBody(request, operation);
        }
        return request;
    }

    /** A request that no server may serve: it has a parameter that there is not. */
    public DocumentedRequest refused(ApiDocument.Operation operation) {
        return any(operation).put("query", "no_such_parameter", pick(HOSTILE));
    }

    private void put(DocumentedRequest request, ApiDocument.Place parameter, String value) {
        String in = parameter.node().path("in").asText();
        String name = parameter.node().path("name").asText();
        if (in.equals("path") && (value.isBlank() || value.contains("/"))) {
            // Another address, then.
            return;
        }
        if (in.equals("header") && !value.matches("[ -~]*")) {
            return;
        }
        request.put(in, name, value);
    }

    private void spoil(DocumentedRequest request, ApiDocument.Operation operation) {
        List<ApiDocument.Place> parameters = document.parameters(operation);
        switch (random.nextInt(6)) {
            case 0 -> request.put("query", pick(HOSTILE).isEmpty() ? "x" : "p" + random.nextInt(9), pick(HOSTILE));
            case 1 -> {
                if (!parameters.isEmpty()) {
                    request.repeat(
                            parameters
                                    .get(random.nextInt(parameters.size()))
                                    .node()
                                    .path("name")
                                    .asText(),
                            pick(HOSTILE));
                }
            }
            case 2 ->
                parameters.forEach(parameter ->
                        request.without(parameter.node().path("name").asText()));
            case 3 -> request.put("header", "Accept", pick(List.of("text/html", "application/xml", "*/*", "x", "")));
            case 4 -> request.put("header", "Accept-Encoding", pick(List.of("br", "identity", "deflate;q=0")));
            default -> {
                if (request.hasBody()) {
                    request.body(
                            random.nextInt(4) == 0
                                    ? new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}
                                    : pick(HOSTILE_BODIES).getBytes(StandardCharsets.UTF_8),
                            random.nextInt(3) == 0
                                    ? pick(List.of(
                                            "text/plain", "application/xml", "application/x-www-form-urlencoded"))
                                    : "application/json");
                }
            }
        }
    }

    /** The example with one member gone, of another type, or beside one too many. */
    private void mutateBody(DocumentedRequest request, ApiDocument.Operation operation) {
        JsonNode example = document.at(operation.place(), "requestBody", "content", "application/json")
                .node()
                .path("example");
        if (!(example.deepCopy() instanceof ObjectNode body) || body.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (random.nextInt(6)) {
            case 0 -> body.remove(name);
            case 1 -> body.set(name, nodes.numberNode(random.nextInt()));
            case 2 -> body.set(name, nodes.nullNode());
            case 3 -> body.set(name, nodes.arrayNode().add(pick(HOSTILE)));
            case 4 -> body.set(name, nodes.textNode(pick(HOSTILE)));
            default -> body.set("m" + random.nextInt(9), nodes.textNode(pick(HOSTILE)));
        }
        request.body(body.toString().getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** A value within the bounds of a parameter's schema, often at one of them. */
    private String valid(ApiDocument.Place parameter) {
        JsonNode schema = document.at(parameter, "schema").node();
        if (!schema.path("type").asText().equals("array")) {
            return valid(parameter, schema);
        }
        JsonNode item = document.at(parameter, "schema", "items").node();
        int most = schema.path("maxItems").asInt(3);
        int count = random.nextInt(4) == 0 ? most : 1 + random.nextInt(Math.min(most, 5));
        return IntStream.range(0, count).mapToObj(i -> valid(parameter, item)).collect(Collectors.joining(","));
    }

    private String valid(ApiDocument.Place parameter, JsonNode schema) {
        if (schema.path("enum").size() > 0) {
            return schema.path("enum")
                    .path(random.nextInt(schema.path("enum").size()))
                    .asText();
        }
        if (schema.path("type").asText().equals("integer")) {
            int least = schema.path("minimum").asInt(0);
            int most = schema.path("maximum").asInt(least + 100);
            return Integer.toString(
                    switch (random.nextInt(3)) {
                        case 0 -> least;
                        case 1 -> most;
                        default -> least + random.nextInt(most - least + 1);
                    });
        }
        if (schema.path("format").asText().equals("date-time")) {
            return "2026-11-" + (15 + random.nextInt(7)) + "T0" + random.nextInt(10) + ":00:00Z";
        }
        if (schema.has("pattern")) {
            return pick(ids);
        }
        JsonNode example = parameter.node().path("example");
        return example.isMissingNode() ? "a".repeat(schema.path("minLength").asInt(1)) : example.asText();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
