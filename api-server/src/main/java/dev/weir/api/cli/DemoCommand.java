package dev.weir.api.cli;

import dev.weir.api.demo.Demo;
import dev.weir.api.demo.DemoFiles;
import dev.weir.api.demo.DemoServer;
import dev.weir.api.demo.world.WorldSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir demo}. */
@Command(
        name = "demo",
        description = {
            "Starts everything on this machine: PostgreSQL, a gateway, invented posts, ready keys.",
            "Ctrl-C stops it. Data is kept in var/ for the next start."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_534;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the data API; health and metrics are on the next one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all of this machine. Default: ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(
            names = "--cluster-port",
            paramLabel = "PORT",
            defaultValue = "5701",
            description = "First port to try for the Hazelcast member, on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
    private int clusterPort;

    @Option(
            names = "--posts",
            paramLabel = "N",
            description = "How many posts to invent, of the last 30 days. Default: 200,000.")
    private @Nullable Integer posts;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "How many users to invent, 100 at least. Default: 5,000.")
    private @Nullable Integer users;

    @Option(
            names = "--follows",
            paramLabel = "N",
            description = "How many follows there are among them, about. Default: some 35 for each user.")
    private @Nullable Integer follows;

    @ArgGroup(exclusive = true)
    private Action action = new Action();

    @Option(names = "--json", description = "With --status: tell it as JSON.")
    private boolean json;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What to do instead of a plain start; one at most. */
    private static final class Action {
        @Option(names = "--fresh", description = "Start over: delete the demo's data and keys first.")
        private boolean fresh;

        @Option(names = "--join", description = "Start another gateway beside the running demo (give it a --port).")
        private boolean join;

        @Option(names = "--status", description = "Say what runs, and end.")
        private boolean status;

        @Option(names = "--stop", description = "Stop every gateway of the demo and its PostgreSQL, and end.")
        private boolean stop;
    }

    @Override
    public Integer call() {
        if (json && !action.status) {
            throw new ParameterException(spec.commandLine(), "--json goes with --status");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 1 to %d, was %d".formatted(HIGHEST_PORT, port));
        }
        var home = terminal.home()
                .orElseThrow(() -> new CommandFailure("the demo runs from a checkout only; start it with ./weir demo"));
        var demo = new Demo(new DemoFiles(home), Clock.systemUTC(), terminal.messages(), terminal.interactive());
        if (action.status) {
            return new DemoStatusReport(terminal, json).print(demo.status());
        }
        if (action.stop) {
            demo.stop();
        } else {
            var start = new Demo.Start(port, bind, clusterPort, action.fresh, world());
            DemoServer server = (configuration, ended) ->
                    new Application(terminal.messages()).run(ended, "server", configuration.toString());
            if (action.join) {
                demo.join(start, server);
            } else {
                demo.start(start, server);
            }
        }
        return 0;
    }

    private Optional<WorldSettings> world() {
        if (posts == null && users == null && follows == null) {
            return Optional.empty();
        }
        var usual = WorldSettings.demo();
        try {
            return Optional.of(WorldSettings.ofSize(
                    users == null ? usual.users() : users,
                    posts == null ? usual.posts() : posts,
                    follows == null ? usual.follows() : follows));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
