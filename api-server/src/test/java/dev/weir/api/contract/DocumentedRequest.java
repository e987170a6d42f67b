package dev.weir.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request for an operation, made of the examples in the OpenAPI document, and changed from there. */
public final class DocumentedRequest {

    private final ApiDocument.Operation operation;
    private final Map<String, String> path = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> query = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<byte[]> body = Optional.empty();

    private DocumentedRequest(ApiDocument.Operation operation) {
        this.operation = operation;
    }

    /** The request with all that is required and nothing else. */
    public static DocumentedRequest of(ApiDocument document, ApiDocument.Operation operation) {
        DocumentedRequest request = new DocumentedRequest(operation);
        for (ApiDocument.Place parameter : document.parameters(operation)) {
            JsonNode node = parameter.node();
            if (node.path("required").asBoolean()) {
                request.put(node.path("in").asText(), node.path("name").asText(), text(node.path("example")));
            }
        }
        JsonNode json = document.at(operation.place(), "requestBody", "content", "application/json")
                .node();
        if (!json.isMissingNode()) {
            request.body(json.path("example").toString().getBytes(StandardCharsets.UTF_8), "application/json");
        }
        return request;
    }

    private static String text(JsonNode example) {
        if (!example.isArray()) {
            return example.asText();
        }
        List<String> items = new ArrayList<>();
        example.forEach(item -> items.add(item.asText()));
        return String.join(",", items);
    }

    /** Gives a parameter this value, instead of the one it has. */
    public DocumentedRequest put(String in, String name, String value) {
        switch (in) {
            case "path" -> path.put(name, value);
            case "header" -> headers.put(name, value);
            default -> {
                query.removeIf(pair -> pair.getKey().equals(name));
                query.add(Map.entry(name, value));
            }
        }
        return this;
    }

    /** Gives a query parameter once more. */
    public DocumentedRequest repeat(String name, String value) {
        query.add(Map.entry(name, value));
        return this;
    }

    /** Leaves a query parameter out. */
    public DocumentedRequest without(String name) {
        query.removeIf(pair -> pair.getKey().equals(name));
        return this;
    }

    /** Gives it this body. */
    public DocumentedRequest body(byte[] bytes, String mediaType) {
        body = Optional.of(bytes);
        headers.put("Content-Type", mediaType);
        return this;
    }

    /** Whether it has a body. */
    public boolean hasBody() {
        return body.isPresent();
    }

    /** The request, to be sent to a server. */
    public HttpRequest.Builder to(URI server, String key) {
        String at = operation.template();
        for (Map.Entry<String, String> segment : path.entrySet()) {
            at = at.replace("{" + segment.getKey() + "}", encoded(segment.getValue()));
        }
        String asked = query.stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(at + (asked.isEmpty() ? "" : "?" + asked)))
                .method(
                        operation.method(),
                        body.map(HttpRequest.BodyPublishers::ofByteArray).orElse(HttpRequest.BodyPublishers.noBody()))
                .header("Authorization", "Bearer " + key);
        headers.forEach(request::header);
        return request;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return operation.id() + " " + path + " " + query + " " + headers
                + body.map(bytes -> " " + new String(bytes, StandardCharsets.UTF_8))
                        .orElse("");
    }
}
