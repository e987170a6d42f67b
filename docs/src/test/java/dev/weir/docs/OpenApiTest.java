package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/api/openapi.yaml} against the resources that serve it, and against itself. */
class OpenApiTest {

    /** What the server serves without key, plan and limit, and is part of the API all the same. */
    private static final Set<String> WITHOUT_KEY =
            Set.of("GET /2/openapi.json", "PUT /2/compliance/uploads/{token}", "GET /2/compliance/results/{token}");

    private static final OpenApi API = OpenApi.read("api/openapi.yaml");
    private static final Map<String, Endpoint> SERVED = servedMethods();

    static Stream<Map.Entry<String, JsonNode>> operations() {
        return API.operations().entrySet().stream();
    }

    @Test
    void everyServedMethodHasItsOperationAndEveryOperationItsMethod() {
        Map<String, Endpoint> served = SERVED;
        assertThat(served.values()).as("the search itself").contains(Endpoint.POST, Endpoint.USAGE);

        Set<String> expected = new TreeSet<>(served.keySet());
        expected.addAll(WITHOUT_KEY);
        assertThat(API.operations().keySet())
                .as("operations of docs/api/openapi.yaml, against methods marked @Serves")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyServedMethodIsWhereItsEndpointSays() {
        SERVED.forEach((method, endpoint) -> assertThat(method).isEqualTo(endpoint.id()));
    }

    @ParameterizedTest
    @EnumSource
    void theKindsOfKeyAreThoseThatTheEndpointServes(Endpoint endpoint) {
        JsonNode operation = API.operations().getOrDefault(endpoint.id(), MissingNode.getInstance());
        List<String> schemes = new ArrayList<>();
        operation.path("security").forEach(one -> one.fieldNames().forEachRemaining(schemes::add));

        List<String> expected = switch (endpoint.tokens()) {
            case EITHER -> List.of("appKey", "userKey");
            case APP_ONLY -> List.of("appKey");
            case USER_ONLY -> List.of("userKey");
        };
        assertThat(schemes).as(endpoint.id()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationSaysAllThatAClientNeeds(Map.Entry<String, JsonNode> entry) {
        String id = entry.getKey();
        JsonNode operation = entry.getValue();
        assertThat(operation.path("operationId").asText()).as(id).matches("[a-z][A-Za-z]+");
        assertThat(operation.path("summary").asText()).as(id).isNotEmpty();
        assertThat(OpenApi.texts(operation.path("tags"))).as(id).hasSize(1).isSubsetOf(tags());
        assertThat(pathParameters(operation)).as(id).containsExactlyInAnyOrderElementsOf(inTemplate(id));
        API.parameters(operation).forEach((name, parameter) -> {
            assertThat(parameter.path("description").asText())
                    .as(id + " " + name)
                    .isNotEmpty();
            assertThat(API.resolve(parameter.path("schema")).has("type"))
                    .as(id + " " + name)
                    .isTrue();
            assertThat(parameter.path("required").asBoolean() && !parameter.has("example"))
                    .as("%s: %s is required and has no example", id, name)
                    .isFalse();
        });
        assertThat(operation.path("parameters").size())
                .as(id + ": a parameter twice")
                .isEqualTo(API.parameters(operation).size());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyStatusThatTheGatewayAnswersIsThere(Map.Entry<String, JsonNode> entry) {
        Set<String> statuses =
                OpenApi.members(entry.getValue().path("responses")).keySet();
        assertThat(statuses)
                .as(entry.getKey())
                .anyMatch(status -> status.startsWith("2"))
                .contains("500");
        if (!WITHOUT_KEY.contains(entry.getKey())) {
            assertThat(statuses).as(entry.getKey()).contains("400", "401", "403", "429", "503");
            if (entry.getValue().has("requestBody")) {
                assertThat(statuses).as(entry.getKey()).contains("415");
            }
        }
    }

    @Test
    void operationIdsAreUnique() {
        assertThat(API.operations().values().stream()
                        .map(operation -> operation.path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        List<JsonNode> references = API.root().findValues("$ref");
        assertThat(references).as("the search itself").hasSizeGreaterThan(50);
        Set<String> used = references.stream().map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
        List<String> lost = used.stream()
                .filter(reference -> API.root().at(reference.substring(1)).isMissingNode())
                .toList();
        assertThat(lost).isEmpty();

        Set<String> components = new TreeSet<>();
        OpenApi.members(API.root().path("components"))
                .forEach((kind, members) -> members.fieldNames().forEachRemaining(name -> {
                    if (!kind.equals("securitySchemes")) {
                        components.add("#/components/" + kind + "/" + name);
                    }
                }));
        assertThat(used).containsAll(components);
    }

    @Test
    void everyExampleIsOneOfItsSchema() {
        SchemaRegistry registry = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                builder -> builder.schemas(Map.of("weir:openapi", API.root().toString())));
        Map<String, String> wrong = new TreeMap<>();
        int examples = 0;
        for (Example example : examples("", API.root())) {
            examples++;
            Schema schema = registry.getSchema(SchemaLocation.of("weir:openapi#" + example.schema()));
            schema.validate(
                            example.value().toString(),
                            InputFormat.JSON,
                            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
                    .forEach(error -> wrong.merge(example.at(), error.toString(), (a, b) -> a + "; " + b));
        }
        assertThat(examples).as("the search itself").isGreaterThan(15);
        assertThat(wrong).isEmpty();
    }

    /** An example, and the JSON pointers of itself and its schema. */
    private record Example(String at, String schema, JsonNode value) {}

    private static List<Example> examples(String at, JsonNode node) {
        List<Example> found = new ArrayList<>();
        if (node.has("schema")) {
            if (node.has("example")) {
                found.add(new Example(at, at + "/schema", node.path("example")));
            }
            OpenApi.members(node.path("examples"))
                    .forEach((name, example) ->
                            found.add(new Example(at + "/" + name, at + "/schema", example.path("value"))));
        }
        OpenApi.members(node)
                .forEach((name, member) ->
                        found.addAll(examples(at + "/" + name.replace("~", "~0").replace("/", "~1"), member)));
        return found;
    }

    private static List<String> tags() {
        List<String> tags = new ArrayList<>();
        API.root().path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        return tags;
    }

    private static List<String> pathParameters(JsonNode operation) {
        return API.parameters(operation).values().stream()
                .filter(parameter -> parameter.path("in").asText().equals("path"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    private static List<String> inTemplate(String id) {
        return Pattern.compile("\\{([^}]+)}")
                .matcher(id)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Methods marked {@link Serves} by the method and path that Jersey makes of their annotations. */
    private static Map<String, Endpoint> servedMethods() {
        Map<String, Endpoint> served = new TreeMap<>();
        new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("dev.weir.api").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Serves.class))
                        .map(JavaMethod::reflect)
                        .forEach(method -> served.put(
                                address(method),
                                method.getAnnotation(Serves.class).value()));
        return served;
    }

    private static String address(Method method) {
        String verb = Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst()
                .orElseThrow(() -> new AssertionError(method + " has no HTTP method"));
        String path =
                path(method.getDeclaringClass().getAnnotation(Path.class)) + path(method.getAnnotation(Path.class));
        return verb + " " + path.replaceAll("\\{\\s*([^:}\\s]+)\\s*:[^}]*}", "{$1}");
    }

    private static String path(@org.jspecify.annotations.Nullable Path path) {
        String value = path == null ? "" : path.value().replaceAll("^/+|/+$", "");
        return value.isEmpty() ? "" : "/" + value;
    }
}
