package dev.weir.api.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The demo's PostgreSQL: programs from Maven artifacts, data below {@code var/}, reachable from this machine alone.
 *
 * <p>It belongs to all gateways of the demo together. Whoever ends last stops it; if that one dies without a word, the
 * {@link PostgresGuard} does.
 */
final class LocalPostgres {

    static final String USER = "weir";
    static final String DATABASE = "weir";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoFiles files;
    private final String password;
    private final Path programs;
    private final List<String> runAs;

    private LocalPostgres(DemoFiles files, String password, Path programs, List<String> runAs) {
        this.files = files;
        this.password = password;
        this.programs = programs;
        this.runAs = runAs;
    }

    /** Makes the programs ready; starts nothing. */
    static LocalPostgres prepare(DemoFiles files, String password) {
        var programs = PostgresPrograms.unpacked(files.postgresPrograms());
        return new LocalPostgres(files, password, programs, runAs());
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own it is not, while files still belong to the
     * caller.
     */
    private static List<String> runAs() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (Shell.succeeds("unshare", "-U", "true")) {
            return List.of("unshare", "-U");
        }
        throw new DemoFailure("PostgreSQL refuses to run as root, and this system does not allow the way around it"
                + " (unshare -U). Run ./weir demo as an ordinary user who owns the checkout.");
    }

    /** Whether there is a data directory. */
    static boolean exists(DemoFiles files) {
        return Files.exists(files.data().resolve("PG_VERSION"));
    }

    /** A URL with user and password. */
    String jdbcUrl(int port) {
        return jdbcUrl(port, password);
    }

    static String jdbcUrl(int port, String password) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s".formatted(port, DATABASE, USER, password);
    }

    /** Starts the server, making its data directory first when there is none. */
    Running start() {
        try {
            Files.createDirectories(files.logs());
            clear();
            if (!exists(files)) {
                initialise();
            }
            configure();
            int port = Ports.free();
            var log = files.logs().resolve("postgres.log");
            var outcome = Shell.run(
                    command(
                            "pg_ctl",
                            "-D",
                            path(files.data()),
                            "-l",
                            path(log),
                            "-w",
                            "-t",
                            "60",
                            "-o",
                            "-p " + port,
                            "start"),
                    PATIENCE.plusSeconds(5));
            if (!outcome.succeeded()) {
                throw new DemoFailure("PostgreSQL did not start: %s\nIts log is %s; its last words:\n%s"
                        .formatted(lastLine(outcome.output()), log, tail(log)));
            }
            createDatabase(port);
            return running().orElseThrow(() -> new DemoFailure("PostgreSQL ended at once; see " + log));
        } catch (IOException e) {
            throw new DemoFailure("PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    /** The server on this data directory, if one runs. */
    Optional<Running> running() {
        return running(files);
    }

    /** The server of a demo, if one runs; needs none of its programs. */
    static Optional<Running> running(DemoFiles files) {
        var pidFile = files.data().resolve("postmaster.pid");
        try {
            // Lines: pid, data directory, start time, port, socket directory, address, shared memory, status.
            var lines = Files.readAllLines(pidFile);
            if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.get(0).strip());
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Running(pid, Integer.parseInt(lines.get(3).strip())));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Stops the server if it runs: open connections are cut, everything committed stays. */
    void stop() {
        try {
            if (Files.exists(files.data().resolve("postmaster.pid"))) {
                Shell.run(stopCommand(), PATIENCE.plusSeconds(5));
            }
        } catch (IOException e) {
            throw new DemoFailure("PostgreSQL did not stop: " + e.getMessage(), e);
        }
    }

    List<String> stopCommand() {
        return command("pg_ctl", "-D", path(files.data()), "-w", "-t", "60", "-m", "fast", "stop");
    }

    /**
     * Ends a server that an earlier demo left behind, and forgets one that is dead. PostgreSQL itself takes any process
     * that now has the dead one's number for a living server, and would refuse to start.
     */
    private void clear() throws IOException {
        stop();
        var pidFile = files.data().resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            var alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
            if (alive.isEmpty()
                    || alive.get()
                            .info()
                            .command()
                            .filter(c -> !c.endsWith("postgres"))
                            .isPresent()) {
                Files.delete(pidFile);
            }
        }
    }

    private void initialise() throws IOException {
        // A half-made data directory of an earlier try is of no use to anyone.
        DemoFiles.delete(files.data());
        var passwordFile = files.run().resolve("postgres.password");
        DemoFiles.write(passwordFile, password + "\n");
        try {
            var outcome = Shell.run(
                    command(
                            "initdb",
                            "-D",
                            path(files.data()),
                            "-U",
                            USER,
                            "-A",
                            "scram-sha-256",
                            "--pwfile",
                            path(passwordFile),
                            "-E",
                            "UTF-8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8"),
                    PATIENCE);
            if (!outcome.succeeded()) {
                DemoFiles.delete(files.data());
                throw new DemoFailure("PostgreSQL could not make its data directory %s:\n%s"
                        .formatted(files.data(), outcome.output()));
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        var main = files.data().resolve("postgresql.conf");
        Files.writeString(main, Files.readString(main) + "\ninclude 'weir.conf'\n");
    }

    private void configure() throws IOException {
        Files.writeString(files.data().resolve("weir.conf"), """
                # Written at each start of the demo.
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = 200
                shared_buffers = '256MB'
                work_mem = '16MB'
                maintenance_work_mem = '128MB'
                jit = off
                # Whoever needs a page reads it. Processes that read for others wait for a core of a small machine.
                io_method = sync
                timezone = 'UTC'
                log_timezone = 'UTC'
                # Nobody replicates a demo; so the first load need not go through the log.
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = '2GB'
                """);
    }

    private void createDatabase(int port) {
        var properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), properties);
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (row.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw new DemoFailure("the demo's PostgreSQL runs but refuses us: " + e.getMessage(), e);
        }
    }

    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<>(runAs);
        command.add(path(programs.resolve("bin").resolve(program)));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String path(Path path) {
        return path.toString();
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(none)";
        }
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /**
     * A PostgreSQL that runs.
     *
     * @param pid of its first process
     * @param port on 127.0.0.1
     */
    record Running(long pid, int port) {}
}
