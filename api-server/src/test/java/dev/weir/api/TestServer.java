package dev.weir.api;

import dev.weir.api.contract.Contract;
import dev.weir.api.contract.ContractFilter;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.keys.Accounts;
import dev.weir.api.keys.NewKey;
import dev.weir.api.keys.Pepper;
import dev.weir.billing.catalogue.CatalogueStore;
import dev.weir.billing.subscriptions.Subscriptions;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.testing.DropwizardTestSupport;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * The whole server on ports of its own, over a database of its own, by a clock that the test moves. Whatever it answers,
 * to whichever client, is held to the OpenAPI document: a breach fails the {@link #send} that met it, or the next, or
 * {@link #close}.
 */
final class TestServer implements AutoCloseable {

    static final String PEPPER = "a pepper for tests, known to everybody, 42";

    private final TestDatabase database;
    private final DropwizardTestSupport<ApiServerConfiguration> server;
    private final Path state;
    private final Contract contract;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestServer(
            TestDatabase database,
            DropwizardTestSupport<ApiServerConfiguration> server,
            Path state,
            Contract contract) {
        this.database = database;
        this.server = server;
        this.state = state;
        this.contract = contract;
    }

    /** Starts a server with this catalogue in force. */
    static TestServer start(Clock clock, String catalogue) throws Exception {
        return start(clock, catalogue, environment -> {});
    }

    /** Starts a server with the catalogue that ships, after a change to its wiring. */
    static TestServer start(Clock clock, Consumer<Environment> change) throws Exception {
        return start(clock, shippedCatalogue(), change);
    }

    /** Starts a server with this catalogue in force, after a change to its wiring. */
    static TestServer start(Clock clock, String catalogue, Consumer<Environment> change) throws Exception {
        TestDatabase database = TestDatabase.create();
        new CatalogueStore(database.jdbi()).publish(catalogue, Endpoint.ids(), "test");
        return start(clock, database, change);
    }

    /** Starts one more server over the same database; each counts limits by itself. */
    static TestServer beside(TestServer other, Clock clock) throws Exception {
        return start(clock, other.database, environment -> {});
    }

    /** The same, with a second port that speaks TLS, by a certificate of its own. */
    static TestServer besideWithTls(TestServer other, Clock clock) throws Exception {
        Path keys = Files.createTempDirectory("weir-test-keys").resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        String connector =
                ", {type: https, port: 0, bindHost: 127.0.0.1, keyStorePath: \"%s\", keyStorePassword: changeit}"
                        .formatted(keys);
        try {
            return start(clock, other.database, environment -> {}, connector);
        } finally {
            Files.delete(keys);
            Files.delete(keys.getParent());
        }
    }

    private static TestServer start(Clock clock, TestDatabase database, Consumer<Environment> change) throws Exception {
        return start(clock, database, change, "");
    }

    private static TestServer start(
            Clock clock, TestDatabase database, Consumer<Environment> change, String moreConnectors) throws Exception {
        Path state = Files.createTempDirectory("weir-test-state");
        Path configuration =
                Files.writeString(state.resolve("weir.yml"), configuration(database, state, moreConnectors));
        DropwizardTestSupport<ApiServerConfiguration> server =
                new DropwizardTestSupport<>(ApiServer.class, configuration.toString()) {
                    @Override
                    public ApiServer newApplication() {
                        return new ApiServer(clock);
                    }
                };
        Contract contract = Contract.whole();
        server.addListener(new DropwizardTestSupport.ServiceListener<>() {
            @Override
            public void onRun(
                    ApiServerConfiguration configuration,
                    Environment environment,
                    DropwizardTestSupport<ApiServerConfiguration> support) {
                FilterRegistration.Dynamic filter =
                        environment.servlets().addFilter("contract", new ContractFilter(contract));
                filter.setAsyncSupported(true);
                change.accept(environment);
                filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            }
        });
        server.before();
        return new TestServer(database, server, state, contract);
    }

    private static String configuration(TestDatabase database, Path state, String moreConnectors) {
        return """
                database:
                  driverClass: org.postgresql.Driver
                  url: %s
                  initialSize: 0
                  minSize: 0
                  maxSize: 8
                  maxWaitForConnection: 500ms
                  lockTimeout: 300ms
                keys:
                  pepper: "%s"
                limits:
                  store: local
                stateDirectory: %s
                server:
                  applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}%s]
                  adminConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]
                  requestLog: {appenders: []}
                logging:
                  level: WARN
                  loggers:
                    com.networknt.schema.keyword: ERROR
                """.formatted(database.url(), PEPPER, state, moreConnectors);
    }

    /** The catalogue that ships. */
    static String shippedCatalogue() throws IOException {
        return Files.readString(Path.of("config", "plans.yml"));
    }

    /** Where it serves. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** The port that speaks TLS. */
    int tlsPort() {
        return server.getPort(1);
    }

    /** The address of a post, written so that only Jersey reads it: what is plain passes by it. */
    static String throughJersey(long postId) {
        String digits = Long.toString(postId);
        return "/2/tweets/%3" + digits.charAt(0) + digits.substring(1);
    }

    /** Where operators look. */
    URI admin(String path) {
        return URI.create("http://127.0.0.1:" + server.getAdminPort() + path);
    }

    /** The database, to take it away. */
    TestDatabase database() {
        return database;
    }

    Jdbi jdbi() {
        return database.jdbi();
    }

    Accounts accounts() {
        return new Accounts(
                jdbi(), new Subscriptions(jdbi()), new Pepper(PEPPER), Clock.systemUTC(), new SecureRandom());
    }

    /** A new account on this plan, with one app and one key. */
    String key(String plan) {
        return key(NewKey.live(app(plan), Set.of()));
    }

    String key(NewKey wanted) {
        return accounts().createKey(wanted).reveal();
    }

    /** A new account on this plan, with one app. */
    long app(String plan) {
        return accounts().createApp(accounts().createAccount("test", plan, "test"), "test");
    }

    /** GET with this key. */
    HttpResponse<String> get(String path, String key) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key));
    }

    HttpResponse<String> send(String method, String path, String key, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        var exchange = answer.headers().firstValue(ContractFilter.EXCHANGE);
        if (exchange.isPresent()) {
            contract.await(exchange.get());
        }
        contract.assertKept();
        return answer;
    }

    /** Holds lines of a stream to the document; to be called for every stream, with or without lines. */
    void judge(String exchange, List<String> lines) {
        contract.observeLines(exchange, lines);
    }

    @Override
    public void close() throws IOException {
        server.after();
        try (var files = Files.walk(state)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        contract.assertKept();
        contract.assertStreamsShown();
    }
}
