package dev.weir.drills;

import dev.weir.api.ApiServer;
import dev.weir.api.TimelinesConfiguration;
import dev.weir.api.demo.world.WorldProgram;
import dev.weir.api.demo.world.WorldSettings;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.keys.Accounts;
import dev.weir.api.keys.NewKey;
import dev.weir.api.keys.Pepper;
import dev.weir.api.microblog.writing.FanOut;
import dev.weir.billing.catalogue.CatalogueStore;
import dev.weir.billing.subscriptions.Subscriptions;
import dev.weir.drills.scale.BareServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * A real PostgreSQL and real gateways in processes of their own, made for one drill and gone after it.
 *
 * <p>Everything listens on the loopback interface, on ports that were free a moment ago, and is ended by its recorded
 * pid.
 */
final class Fleet implements AutoCloseable {

    private static final String PEPPER = "a pepper for drills, known to everybody, 42";

    private final Path directory;
    private final int databasePort;
    private final String cluster = "drill-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Integer> memberPorts = new ArrayList<>();
    private EmbeddedPostgres postgres;

    private Fleet(Path directory, int databasePort, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.databasePort = databasePort;
        this.postgres = postgres;
    }

    /** Starts PostgreSQL, with all tables and this catalogue. */
    static Fleet start(String catalogue) throws Exception {
        Path directory = Files.createTempDirectory("weir-drill-");
        int port = freePort();
        Fleet fleet = new Fleet(directory, port, postgres(directory, port));
        try {
            new ApiServer()
                    .run(
                            "db",
                            "migrate",
                            fleet.configuration(freePort(), freePort(), freePort())
                                    .toString());
            new CatalogueStore(fleet.jdbi()).publish(catalogue, Endpoint.ids(), "drill");
            return fleet;
        } catch (Exception e) {
            fleet.close();
            throw e;
        }
    }

    /** Starts one more gateway and waits until it is ready and sees all the others. */
    Gateway startGateway() throws Exception {
        return startGateway("");
    }

    /** Starts a gateway that remembers nothing of the microblog, and waits until it is ready. */
    Gateway startForgetfulGateway() throws Exception {
        return startGateway("memory: {entries: 0}\n");
    }

    private Gateway startGateway(String more) throws Exception {
        int port = freePort();
        int adminPort = freePort();
        int memberPort = freePort();
        Path configuration = configuration(port, adminPort, memberPort);
        Files.writeString(configuration, more, StandardOpenOption.APPEND);
        memberPorts.add(memberPort);
        Gateway gateway = Gateway.start(configuration, port, adminPort, directory.resolve("gateway-" + port + ".log"));
        gateways.add(gateway);
        gateway.awaitReady(Duration.ofSeconds(60));
        return gateway;
    }

    /** Fills the database with an invented microblog, as the demo does. */
    void invent(WorldSettings world) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorldProgram.class.getName(),
                        Instant.now().toString(),
                        world.sizes(),
                        "begin")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write("jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres?user=postgres\n");
        }
        if (process.waitFor() != 0) {
            throw new IOException("the microblog could not be made");
        }
        new FanOut(jdbi(), Clock.systemUTC(), TimelinesConfiguration.standard().mostFollowers()).beginAnew();
    }

    /** A Dropwizard server in a process of its own that returns these answers, by path and query. */
    Gateway startBare(Map<String, byte[]> answers) throws Exception {
        int port = freePort();
        int adminPort = freePort();
        Path file = directory.resolve("answers-" + port);
        Path configuration = directory.resolve("bare-" + port + ".yml");
        Map<String, byte[]> all = new HashMap<>(answers);
        all.put("/health-check", new byte[0]);
        BareServer.write(file, all);
        Files.writeString(configuration, """
                server:
                  applicationConnectors: [{type: http, bindHost: 127.0.0.1, port: %d}]
                  adminConnectors: [{type: http, bindHost: 127.0.0.1, port: %d}]
                  requestLog: {appenders: []}
                """.formatted(port, adminPort));
        List<String> program = List.of(BareServer.class.getName(), file.toString(), configuration.toString());
        Gateway bare = Gateway.start(program, port, adminPort, directory.resolve("bare-" + port + ".log"));
        gateways.add(bare);
        bare.awaitReady(Duration.ofSeconds(60));
        return bare;
    }

    /** A new account on this plan, with one app and one key. */
    String key(String plan) {
        return key(plan, Optional.empty());
    }

    /** A new account on this plan, with one app and one key that acts for a user. */
    String userKey(String plan, long user) {
        return key(plan, Optional.of(user));
    }

    private String key(String plan, Optional<Long> user) {
        Jdbi jdbi = jdbi();
        Accounts accounts =
                new Accounts(jdbi, new Subscriptions(jdbi), new Pepper(PEPPER), Clock.systemUTC(), new SecureRandom());
        long app = accounts.createApp(accounts.createAccount("drill", plan, "drill"), "drill");
        NewKey appOnly = NewKey.live(app, Set.of());
        return accounts.createKey(user.map(appOnly::actingFor).orElse(appOnly)).reveal();
    }

    /** Adds users with the ids 1 to {@code count}. */
    void addUsers(int count) {
        jdbi().useHandle(handle -> handle.execute("""
                insert into microblog.users (id, username, name, created_at)
                select n, 'user' || n, 'User ' || n, now() from generate_series(1, ?) n
                """, count));
    }

    /** The database, for what a drill prepares and checks. */
    Jdbi jdbi() {
        return Jdbi.create(postgres.getPostgresDatabase());
    }

    /** The process of PostgreSQL that has started all its others. */
    ProcessHandle database() throws IOException {
        // The first line of this file is its number.
        Path pidFile = directory.resolve("postgresql").resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Name of the limit store's cluster. */
    String cluster() {
        return cluster;
    }

    /** Addresses of the limit store's members. */
    List<String> members() {
        return memberPorts.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /** Ends PostgreSQL at once, as a crash would. */
    void stopDatabase() throws IOException {
        postgres.close();
    }

    /** Starts PostgreSQL again on the same data and port. */
    void startDatabase() throws IOException {
        postgres = postgres(directory, databasePort);
    }

    @Override
    public void close() throws IOException {
        gateways.forEach(Gateway::close);
        postgres.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Fleet::delete);
        }
    }

    private Path configuration(int port, int adminPort, int memberPort) throws IOException {
        String members = members().stream().map(member -> '"' + member + '"').collect(Collectors.joining(", "));
        Path file = directory.resolve("gateway-" + port + ".yml");
        return Files.writeString(file, """
                database:
                  driverClass: org.postgresql.Driver
                  url: jdbc:postgresql://127.0.0.1:%d/postgres
                  user: postgres
                  initialSize: 0
                  minSize: 0
                  maxSize: 16
                  maxWaitForConnection: 500ms
                  checkConnectionOnBorrow: true
                  validationQuery: select 1
                  properties: {connectTimeout: "2", socketTimeout: "10"}
                keys:
                  pepper: "%s"
                limits:
                  cluster: %s
                  port: %d
                  members: [%s]
                stateDirectory: %s
                server:
                  applicationConnectors: [{type: http, bindHost: 127.0.0.1, port: %d}]
                  adminConnectors: [{type: http, bindHost: 127.0.0.1, port: %d}]
                  requestLog: {appenders: []}
                logging:
                  level: INFO
                  appenders: [{type: console}]
                """.formatted(
                        databasePort,
                        PEPPER,
                        cluster,
                        memberPort,
                        members,
                        directory.resolve("state-" + port),
                        port,
                        adminPort));
    }

    private static EmbeddedPostgres postgres(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("postgresql"))
                .setCleanDataDirectory(false)
                // As the demo's.
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("work_mem", "16MB")
                .setServerConfig("maintenance_work_mem", "128MB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("jit", "off")
                .setServerConfig("io_method", "sync")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
