package dev.weir.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An OpenAPI document, with its references followed. */
record OpenApi(JsonNode root) {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** The document at a path below {@code docs/}. */
    static OpenApi read(String path) {
        try {
            return new OpenApi(new YAMLMapper()
                    .readTree(Repository.ROOT.resolve("docs").resolve(path).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All operations, by method and path template as in {@code GET /2/tweets/{id}}. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        members(root.path("paths"))
                .forEach((path, item) -> members(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation);
                    }
                }));
        return operations;
    }

    /** The parameters of an operation, by place and name as in {@code query max_results}. */
    Map<String, JsonNode> parameters(JsonNode operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode resolved = resolve(parameter);
            parameters.put(
                    resolved.path("in").asText() + " " + resolved.path("name").asText(), resolved);
        }
        return parameters;
    }

    /** A node, or what it refers to. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            String reference = resolved.path("$ref").asText();
            resolved = reference.startsWith("#/") ? root.at(reference.substring(1)) : root.at("/no such place");
            if (resolved.isMissingNode()) {
                throw new AssertionError("nothing is at " + reference);
            }
        }
        return resolved;
    }

    /** The members of a node that is an object; none of one that is missing. */
    static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    /** The texts of a node that is a list. */
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
