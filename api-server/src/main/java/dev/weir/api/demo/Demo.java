package dev.weir.api.demo;

import dev.weir.api.demo.world.WorldSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The demo of one checkout: starts, joins, tells and stops.
 *
 * <p>All gateways of a demo are equal; the first one merely finds no PostgreSQL and starts it. Whoever ends last takes
 * PostgreSQL along.
 */
public final class Demo {

    private static final long STOP_SECONDS = 60;

    private final DemoFiles files;
    private final Clock clock;
    private final PrintStream messages;
    private final Progress progress;
    private final DemoGateways gateways;

    /**
     * @param files where the demo keeps its things
     * @param clock the time, up to which there are posts
     * @param messages where a person reads
     * @param terminal whether that is a terminal
     */
    public Demo(DemoFiles files, Clock clock, PrintStream messages, boolean terminal) {
        this.files = files;
        this.clock = clock;
        this.messages = messages;
        this.progress = new Progress(messages, terminal, System::nanoTime);
        this.gateways = new DemoGateways(files);
    }

    /**
     * What a start needs to know.
     *
     * @param world the size of the invented microblog; empty for the usual, or the one there is
     */
    public record Start(int port, String bind, int clusterPort, boolean fresh, Optional<WorldSettings> world) {}

    /** Starts the demo and returns when it has ended. */
    public void start(Start start, DemoServer server) {
        var gateway = register(start, false);
        serve(gateway, start, server, false);
    }

    /** Starts another gateway beside the running ones and returns when it has ended. */
    public void join(Start start, DemoServer server) {
        var gateway = register(start, true);
        serve(gateway, start, server, true);
    }

    /** Ends every gateway of the demo, and with the last of them PostgreSQL. */
    public void stop() {
        var alive = gateways.alive();
        if (alive.isEmpty()) {
            throw new DemoFailure("the demo is not running");
        }
        for (var gateway : alive) {
            progress.stage("Stopping " + gateway.port(), () -> {
                var process = ProcessHandle.of(gateway.pid());
                if (process.isPresent()) {
                    process.get().destroy();
                    try {
                        process.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
                    } catch (TimeoutException e) {
                        throw new DemoFailure("the gateway on port %d (pid %d) did not end within %d s"
                                .formatted(gateway.port(), gateway.pid(), STOP_SECONDS));
                    }
                }
                return "";
            });
        }
    }

    /** The configuration of a running gateway of this checkout; empty when none runs. */
    public static Optional<Path> configuration(DemoFiles files) {
        return new DemoGateways(files)
                .alive().stream()
                        .map(gateway -> files.configuration(gateway.port()))
                        .filter(Files::exists)
                        .findFirst();
    }

    /** What runs. */
    public DemoStatus status() {
        return new StatusQuery(files).ask(gateways.alive());
    }

    private DemoGateway register(Start start, boolean join) {
        return gateways.exclusively(() -> {
            var alive = gateways.alive();
            if (join && alive.isEmpty()) {
                throw new DemoFailure("there is no demo to join; start it with ./weir demo");
            }
            if (!join && !alive.isEmpty()) {
                var first = alive.get(0);
                throw new DemoFailure(
                        "the demo %s already: %s (pid %d). Stop it with ./weir demo --stop, or add a gateway with ./weir demo --join --port %d"
                                .formatted(
                                        first.state() == DemoGateway.State.STARTING ? "is starting" : "runs",
                                        first.baseUrl(),
                                        first.pid(),
                                        alive.get(alive.size() - 1).port() + 10));
            }
            for (int port : List.of(start.port(), start.port() + 1)) {
                if (!Ports.isFree(start.bind(), port)) {
                    throw new DemoFailure(
                            "port %d is in use by another program. Choose another with --port (the demo needs that port and the next one)."
                                    .formatted(port));
                }
            }
            if (start.fresh()) {
                forget();
            }
            var self = ProcessHandle.current();
            var gateway = new DemoGateway(
                    self.pid(),
                    DemoGateway.since(self),
                    start.port(),
                    start.port() + 1,
                    Ports.freeFrom("127.0.0.1", start.clusterPort()),
                    DemoGateway.State.STARTING);
            gateways.enter(gateway);
            return gateway;
        });
    }

    private void forget() {
        if (LocalPostgres.running(files).isPresent()) {
            LocalPostgres.prepare(files, "").stop();
        }
        for (var path : List.of(files.data(), files.gateways(), files.run(), files.secrets(), files.demoJson())) {
            DemoFiles.delete(path);
        }
    }

    private void serve(DemoGateway gateway, Start start, DemoServer server, boolean join) {
        var ending = new Ending(gateway);
        Runtime.getRuntime().addShutdownHook(new Thread(ending, "demo-end"));
        try {
            long began = System.nanoTime();
            var kept = LocalPostgres.exists(files);
            // Without the data the keys are worth nothing.
            var secrets = kept ? Secrets.of(files) : Secrets.of(files).withKeys(Map.of());
            var description = join
                    ? joinOthers(gateway, start, server, secrets, ending)
                    : startFirst(gateway, start, server, secrets, ending, !kept);
            // The first address stays in the description as long as somebody answers there.
            var current = join && answers(description) ? description : description.at(gateway);
            current.write(files);
            messages.printf("Ready in %.1f s.%n", (System.nanoTime() - began) / 1e9);
            new Banner(messages).print(description.at(gateway), files, gateway);
            ending.over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!ending.begun) {
                throw e;
            }
        }
    }

    private DemoDescription joinOthers(
            DemoGateway gateway, Start start, DemoServer server, Secrets secrets, Ending ending) {
        var postgres = LocalPostgres.prepare(files, secrets.databasePassword());
        ending.postgres = postgres;
        var database = joinDatabase(postgres);
        var description = DemoDescription.read(files);
        startGateway(gateway, start, server, secrets, database, ending);
        return description;
    }

    private DemoDescription startFirst(
            DemoGateway gateway, Start start, DemoServer server, Secrets secrets, Ending ending, boolean fresh) {
        // Posts are invented while PostgreSQL and the schema are made ready. The planner learns of them while the
        // gateway
        // starts; should that take longer, only rare searches are slower meanwhile, so nobody waits for it.
        var settings = settings(start, fresh);
        var world = WorldProcess.start(files, clock.instant(), settings, fresh);
        try {
            var postgres = LocalPostgres.prepare(files, secrets.databasePassword());
            ending.postgres = postgres;
            var database = startDatabase(postgres);
            if (fresh) {
                DemoFiles.write(files.world(), settings.sizes());
            }
            var description = new DemoContent(files, clock, progress, settings)
                    .prepare(postgres.jdbcUrl(database.port()), secrets, world);
            startGateway(gateway, start, server, secrets, database, ending);
            return description;
        } catch (RuntimeException e) {
            world.stop();
            throw e;
        }
    }

    /** What was asked for, or what there is. */
    private WorldSettings settings(Start start, boolean fresh) {
        if (fresh) {
            return start.world().orElse(WorldSettings.demo());
        }
        WorldSettings kept;
        try {
            kept = Files.exists(files.world())
                    ? WorldSettings.ofSizes(Files.readString(files.world()))
                    : WorldSettings.demo();
        } catch (IOException e) {
            throw new DemoFailure("cannot read " + files.world() + ": " + e.getMessage(), e);
        }
        if (start.world().filter(asked -> !asked.equals(kept)).isPresent()) {
            throw new DemoFailure("the demo has a world of %,d users and %,d posts already; --fresh makes another"
                    .formatted(kept.users(), kept.posts()));
        }
        return kept;
    }

    private boolean answers(DemoDescription description) {
        return gateways.alive().stream().anyMatch(other -> other.baseUrl().equals(description.baseUrl()));
    }

    private void startGateway(
            DemoGateway gateway,
            Start start,
            DemoServer server,
            Secrets secrets,
            LocalPostgres.Running database,
            Ending ending) {
        progress.stage("Gateway", () -> {
            var members = gateways.alive().stream()
                    .filter(other -> other.pid() != gateway.pid())
                    .map(other -> "127.0.0.1:" + other.clusterPort())
                    .toList();
            var configuration =
                    GatewayConfiguration.write(files, secrets, gateway, start.bind(), database.port(), members);
            ending.serving = true;
            try {
                server.start(configuration, ending.served::countDown);
            } catch (Exception e) {
                ending.serving = false;
                throw e;
            }
            gateways.enter(gateway.running());
            return "";
        });
    }

    private LocalPostgres.Running joinDatabase(LocalPostgres postgres) {
        var running = postgres.running()
                .orElseThrow(() -> new DemoFailure("the demo's PostgreSQL does not run (yet); try again in a moment"));
        PostgresGuard.post(guardPipe(), postgres.stopCommand());
        return running;
    }

    private LocalPostgres.Running startDatabase(LocalPostgres postgres) {
        var result = new LocalPostgres.Running[1];
        progress.stage("PostgreSQL", () -> {
            PostgresGuard.post(guardPipe(), postgres.stopCommand());
            result[0] = postgres.start();
            return "";
        });
        return result[0];
    }

    private Path guardPipe() {
        return files.run().resolve("alive");
    }

    /** Scripts that read the description find a gateway there that answers, as long as there is one. */
    private void describe(DemoGateway other) {
        if (Files.exists(files.demoJson())) {
            var description = DemoDescription.read(files);
            if (!answers(description)) {
                description.at(other).write(files);
            }
        }
    }

    /** The end of this process, however it comes, short of a kill. */
    private final class Ending implements Runnable {

        private final DemoGateway gateway;
        private final CountDownLatch served = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean begun;
        private volatile boolean serving;
        private volatile @Nullable LocalPostgres postgres;

        Ending(DemoGateway gateway) {
            this.gateway = gateway;
        }

        @Override
        public void run() {
            begun = true;
            try {
                if (serving && !served.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                    messages.println("The gateway did not end in time.");
                }
                gateways.exclusively(() -> {
                    gateways.leave(gateway);
                    var others = gateways.alive();
                    var last = postgres;
                    if (!others.isEmpty()) {
                        describe(others.get(0));
                    } else if (last != null) {
                        last.stop();
                    }
                    return "";
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                messages.println("weir: " + e.getMessage());
            } finally {
                over.countDown();
            }
        }
    }
}
