package dev.weir.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code docs/api/openapi.yaml}, to judge by. Objects are closed here: a member that the document does not know may be
 * sent to nobody. Thread-safe.
 */
public final class ApiDocument {

    private static final String NAME = "weir:openapi";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** A place in the document: a JSON pointer, and what is there. */
    public record Place(String pointer, JsonNode node) {}

    /** An operation, by its method, its path template and where it stands. */
    public record Operation(String method, String template, Place place) {
        /** As the endpoints are named: {@code GET /2/tweets/{id}}. */
        public String id() {
            return method + " " + template;
        }
    }

    private final JsonNode root;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private ApiDocument(ObjectNode root) {
        close(root);
        this.root = root;
        this.registry = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(NAME, root.toString())));
    }

    /** The document as it is. */
    public static ApiDocument read() {
        return new ApiDocument(yaml());
    }

    /** The document for answers that pass no gateway and no servlet filter: nothing in it promises a request id. */
    static ApiDocument withoutRequestIds() {
        ObjectNode root = yaml();
        for (JsonNode required : root.findValues("required")) {
            if (required instanceof ArrayNode names) {
                for (int i = names.size() - 1; i >= 0; i--) {
                    if (names.path(i).asText().equals("request_id")) {
                        names.remove(i);
                    }
                }
            }
        }
        return new ApiDocument(root);
    }

    private static ObjectNode yaml() {
        try {
            return (ObjectNode) new YAMLMapper()
                    .readTree(Path.of("..", "docs", "api", "openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.path("type").asText().equals("object")
                && schema.path("properties").isObject()
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(ApiDocument::close);
    }

    /** All operations. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (METHODS.contains(member.getKey())) {
                        operations.add(new Operation(
                                member.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                new Place(
                                        "/paths/" + escaped(path.getKey()) + "/" + member.getKey(),
                                        member.getValue())));
                    }
                }));
        return operations;
    }

    /** The operation that a request is for: a template that names a segment wins over one that leaves it open. */
    Optional<Operation> operation(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        return operations().stream()
                .filter(operation -> operation.method().equals(wanted) && fits(operation.template(), path))
                .min(Comparator.comparing(operation -> operation.template().replaceAll("\\{[^}]*}", "~")));
    }

    /** Whether some operation, of whatever method, is at this path. */
    boolean knows(String path) {
        return operations().stream().anyMatch(operation -> fits(operation.template(), path));
    }

    private static boolean fits(String template, String path) {
        String[] wanted = template.split("/");
        String[] given = path.replaceAll(";[^/]*", "").split("/");
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals(given[i]) && !(wanted[i].startsWith("{") && !given[i].isEmpty())) {
                return false;
            }
        }
        return true;
    }

    /** A member of a place, its reference followed; its node is missing if there is none. */
    public Place at(Place place, String... members) {
        Place at = place;
        for (String member : members) {
            at = resolve(
                    new Place(at.pointer() + "/" + escaped(member), at.node().path(member)));
        }
        return at;
    }

    /** The parameters of an operation. */
    public List<Place> parameters(Operation operation) {
        List<Place> parameters = new ArrayList<>();
        Place list = at(operation.place(), "parameters");
        for (int i = 0; i < list.node().size(); i++) {
            parameters.add(
                    resolve(new Place(list.pointer() + "/" + i, list.node().path(i))));
        }
        return parameters;
    }

    /** What a schema of {@code components} finds wrong with a JSON text. */
    public List<String> faults(String schema, String json) {
        return faults(new Place("/components/schemas/" + schema, root.at("/components/schemas/" + schema)), json);
    }

    /** What a schema finds wrong with a JSON text; empty if nothing is. */
    public List<String> faults(Place schema, String json) {
        Schema compiled = schemas.computeIfAbsent(
                schema.pointer(), pointer -> registry.getSchema(SchemaLocation.of(NAME + "#" + pointer)));
        return compiled
                .validate(
                        json,
                        InputFormat.JSON,
                        execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private Place resolve(Place place) {
        Place at = place;
        while (at.node().has("$ref")) {
            String pointer = at.node().path("$ref").asText().substring(1);
            at = new Place(pointer, root.at(pointer));
        }
        return at;
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
