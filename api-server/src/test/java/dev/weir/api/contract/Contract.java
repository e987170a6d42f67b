package dev.weir.api.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Judges answers by the OpenAPI document: the status, each header, the media type and every member of the body must be
 * described there, and whatever the document promises must be there. A successful request may have used nothing that
 * the document does not offer. Thread-safe.
 */
public final class Contract {

    /** What HTTP itself says of an answer, and no document needs to. */
    private static final Set<String> OF_HTTP = headers(
            "Connection",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Date",
            "Keep-Alive",
            "Server",
            "Transfer-Encoding",
            "Vary");

    /** Other methods end in the HTTP server itself. */
    private static final Set<String> JUDGED = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final String PROBLEM = "application/problem+json";

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Contract WHOLE = new Contract(ApiDocument.read(), true);
    private static final Contract OF_RESOURCES = new Contract(ApiDocument.withoutRequestIds(), false);

    private final ApiDocument document;
    private final boolean promises;
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<String, CompletableFuture<Exchange>> streams = new ConcurrentHashMap<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    private Contract(ApiDocument document, boolean promises) {
        this.document = document;
        this.promises = promises;
    }

    /** For a whole server. */
    public static Contract whole() {
        return new Contract(WHOLE.document, true);
    }

    /** For resources without gateway: without the headers that it adds, and without request ids. */
    public static Contract ofResources() {
        return new Contract(OF_RESOURCES.document, false);
    }

    /** Judges an exchange and remembers what is wrong with it. */
    public void observe(Exchange exchange) {
        List<String> faults = faults(exchange);
        if (!faults.isEmpty()) {
            breaches.add(exchange.described() + "\n    " + String.join("\n    ", faults));
        }
    }

    /** Remembers a stream by its head: its lines are to be shown to {@link #observeLines}. */
    void begun(String exchange, Exchange head) {
        stream(exchange).complete(head);
    }

    /**
     * Judges lines of a stream and remembers what is wrong with them. To be called for every stream that begins.
     *
     * @param exchange from the stream's {@link ContractFilter#EXCHANGE}
     */
    public void observeLines(String exchange, Collection<String> lines) {
        shown.add(exchange);
        for (String line : lines) {
            Exchange head = stream(exchange)
                    .orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS)
                    .join();
            observe(head.with(line + "\r\n"));
        }
    }

    /** A client may read the first lines before the server's thread is through with the head. */
    private CompletableFuture<Exchange> stream(String exchange) {
        return streams.computeIfAbsent(exchange, begins -> new CompletableFuture<>());
    }

    /** Fails if anybody read a stream and kept its lines back. */
    public void assertStreamsShown() {
        Set<String> unseen = new TreeSet<>(streams.keySet());
        unseen.removeAll(shown);
        if (!unseen.isEmpty()) {
            throw new AssertionError("streams whose lines nobody showed: " + unseen);
        }
    }

    /** Remembers that whatever there is to be said about an exchange has been said. */
    void close(String exchange) {
        synchronized (closed) {
            closed.add(exchange);
            closed.notifyAll();
        }
    }

    /**
     * Waits until an answer that has arrived was judged too; five seconds at most.
     *
     * @param exchange from the answer's {@link ContractFilter#EXCHANGE}
     */
    public void await(String exchange) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (closed) {
            for (long left = PATIENCE_NANOS; left > 0 && !closed.remove(exchange); ) {
                TimeUnit.NANOSECONDS.timedWait(closed, left);
                left = deadline - System.nanoTime();
            }
        }
    }

    /** Fails if any exchange so far broke the contract; tells each once. */
    public void assertKept() {
        List<String> told = new ArrayList<>();
        for (String breach = breaches.poll(); breach != null; breach = breaches.poll()) {
            told.add(breach);
        }
        if (!told.isEmpty()) {
            throw new AssertionError(
                    "answers that docs/api/openapi.yaml does not describe:\n" + String.join("\n", told));
        }
    }

    /** What is wrong with an exchange; empty if nothing is. */
    List<String> faults(Exchange exchange) {
        String path = exchange.path().replaceFirst("(?<=.)/$", "");
        if (!path.startsWith("/2/") || !JUDGED.contains(exchange.method())) {
            return List.of();
        }
        Optional<ApiDocument.Operation> operation = document.operation(exchange.method(), path);
        return operation.isPresent() ? faultsOf(operation.get(), exchange) : faultsOfRefusal(path, exchange);
    }

    private List<String> faultsOfRefusal(String path, Exchange exchange) {
        List<String> faults = new ArrayList<>();
        if (exchange.status() < 400) {
            faults.add("no operation of the document is " + exchange.method() + " " + path);
        } else if (exchange.status() != (document.knows(path) ? 405 : 404)) {
            faults.add("an address or method that does not exist answers " + exchange.status());
        }
        if (!exchange.mediaType().equals(PROBLEM)) {
            faults.add("a refusal is " + exchange.mediaType());
        } else if (!exchange.method().equals("HEAD")) {
            faults.addAll(document.faults("Refusal", exchange.body()));
        }
        return faults;
    }

    private List<String> faultsOf(ApiDocument.Operation operation, Exchange exchange) {
        ApiDocument.Place answer = document.at(operation.place(), "responses", Integer.toString(exchange.status()));
        if (answer.node().isMissingNode()) {
            return List.of(operation.id() + " is not said to answer " + exchange.status());
        }
        List<String> faults = new ArrayList<>();
        // What needs no key is open to all, and ignores what it does not know.
        boolean keyed = !document.at(operation.place(), "security").node().isEmpty();
        if (exchange.status() < 300 && keyed) {
            faults.addAll(faultsOfParameters(operation, exchange));
        }
        faults.addAll(faultsOfHeaders(answer, exchange));
        faults.addAll(faultsOfBody(answer, exchange));
        return faults;
    }

    private List<String> faultsOfParameters(ApiDocument.Operation operation, Exchange exchange) {
        List<String> faults = new ArrayList<>();
        Set<String> offered = new TreeSet<>();
        document.parameters(operation).stream()
                .filter(parameter -> parameter.node().path("in").asText().equals("query"))
                .forEach(parameter -> offered.add(parameter.node().path("name").asText()));
        for (String pair : exchange.query().split("&", -1)) {
            String name = URLDecoder.decode(pair.replaceFirst("=.*", ""), StandardCharsets.UTF_8);
            if (!name.isEmpty() && !offered.contains(name)) {
                faults.add(operation.id() + " took a parameter that the document does not offer: " + name);
            }
        }
        return faults;
    }

    private List<String> faultsOfHeaders(ApiDocument.Place answer, Exchange exchange) {
        List<String> faults = new ArrayList<>();
        Set<String> described = headers();
        for (Map.Entry<String, JsonNode> member : answer.node().path("headers").properties()) {
            ApiDocument.Place header = document.at(answer, "headers", member.getKey());
            described.add(member.getKey());
            Collection<String> values = exchange.headers().getOrDefault(member.getKey(), List.of());
            if (values.isEmpty() && promises && header.node().path("required").asBoolean()) {
                faults.add("the header " + member.getKey() + " is promised and absent");
            }
            for (String value : values) {
                document.faults(document.at(header, "schema"), asJson(document.at(header, "schema"), value))
                        .forEach(fault -> faults.add("the header " + member.getKey() + " [" + value + "]" + fault));
            }
        }
        exchange.headers().keySet().stream()
                .filter(name -> !OF_HTTP.contains(name) && !described.contains(name))
                .forEach(name -> faults.add("the header " + name + " is not described"));
        return faults;
    }

    private static String asJson(ApiDocument.Place schema, String value) {
        boolean number = schema.node().path("type").asText().equals("integer") && value.matches("-?[0-9]{1,18}");
        return number ? value : JsonNodeFactory.instance.textNode(value).toString();
    }

    private List<String> faultsOfBody(ApiDocument.Place answer, Exchange exchange) {
        JsonNode content = answer.node().path("content");
        if (content.isMissingNode() || exchange.method().equals("HEAD")) {
            return exchange.body().isEmpty() ? List.of() : List.of("there is a body and none is described");
        }
        ApiDocument.Place type = document.at(answer, "content", exchange.mediaType());
        if (type.node().isMissingNode()) {
            return List.of("the media type " + exchange.mediaType() + " is not described");
        }
        ApiDocument.Place schema = document.at(type, "schema");
        if (type.node().path("x-lines").asBoolean()) {
            return faultsOfLines(schema, exchange.body());
        }
        return exchange.mediaType().matches("application/(.+\\+)?json")
                ? faultsOfJson(schema, exchange.body())
                : List.of();
    }

    /** A stream: an object on each line; an empty one says that it goes on. */
    private List<String> faultsOfLines(ApiDocument.Place schema, String body) {
        List<String> faults = new ArrayList<>();
        int end = body.lastIndexOf('\n');
        for (String line : body.substring(0, end + 1).split("\r?\n")) {
            if (!line.isEmpty()) {
                faults.addAll(faultsOfJson(schema, line));
            }
        }
        return faults;
    }

    private List<String> faultsOfJson(ApiDocument.Place schema, String body) {
        try {
            if (JSON.readTree(body).isMissingNode()) {
                return List.of("the body is empty");
            }
        } catch (JsonProcessingException e) {
            return List.of("the body is not JSON: " + e.getOriginalMessage());
        }
        return document.faults(schema, body);
    }

    private static Set<String> headers(String... names) {
        Set<String> anyCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.addAll(List.of(names));
        return anyCase;
    }
}
