package dev.weir.api.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of the server application: {@code server}, {@code check} and {@code db}. */
final class ServerCommands {

    private ServerCommands() {}

    private static String readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure(
                    "there is no readable file %s. api-server/config/weir.yml is one to start from.".formatted(file));
        }
        return file.toString();
    }

    /** {@code weir server}. */
    @Command(
            name = "server",
            description = "Runs a gateway with a configuration file, until it is told to end.",
            mixinStandardHelpOptions = true)
    static final class Server implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "CONFIG", description = "The configuration, for example api-server/config/weir.yml.")
        private Path configuration = Path.of("");

        Server(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            var ended = new CountDownLatch(1);
            new Application(terminal.data()).run(ended::countDown, "server", readable(configuration));
            ended.await();
            return 0;
        }
    }

    /** {@code weir check}. */
    @Command(
            name = "check",
            description = "Checks a configuration file without starting anything.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "CONFIG", description = "The configuration to check.")
        private Path configuration = Path.of("");

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            new Application(terminal.data()).run(() -> {}, "check", readable(configuration));
            terminal.say(configuration + " is a valid configuration.");
            return 0;
        }
    }

    /** {@code weir db}. */
    @Command(
            name = "db",
            subcommands = ReconcileCommand.class,
            description = {
                "Works on the database's schema: migrate, status, rollback, tag and more; and reconciles its counters.",
                "For example: weir db migrate CONFIG, weir db status --verbose CONFIG.",
                "Without CONFIG it is the running demo's. weir db COMMAND --help explains a command."
            })
    static final class Db implements Callable<Integer> {

        private final Terminal terminal;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        // None at all where a command of ours follows.
        @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "A command, its options, and CONFIG.")
        private List<String> arguments = new ArrayList<>();

        Db(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            if (arguments.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "say what to do: migrate, status, reconcile or more");
            }
            var words = new ArrayList<String>(List.of("db"));
            words.addAll(arguments);
            var last = arguments.get(arguments.size() - 1);
            if (last.endsWith(".yml") || last.endsWith(".yaml") || last.endsWith(".json")) {
                readable(Path.of(last));
            } else if (!List.of("-h", "--help").contains(last)) {
                words.add(new Databases(terminal).demoConfiguration().toString());
            }
            new Application(terminal.data()).run(() -> {}, words.toArray(String[]::new));
            if (arguments.get(0).equals("migrate")) {
                terminal.say("The schema is up to date.");
            }
            return 0;
        }
    }
}
