package dev.weir.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.google.common.base.Throwables;
import dev.weir.api.demo.DemoFailure;
import dev.weir.api.keys.AccountException;
import dev.weir.billing.subscriptions.UnknownPlanException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code weir}.
 *
 * <p>Data goes to standard output, messages to standard error. The exit code is 0 when all is well, 1 when the command
 * failed, 2 when it was called wrongly, 6 when it did a part of what was asked.
 */
@Command(
        name = "weir",
        description = "A developer API platform for a microblog: keys, plans, exact limits.",
        subcommands = {
            DemoCommand.class,
            ServerCommands.Server.class,
            ServerCommands.Check.class,
            LimitStoreCommand.class,
            ServerCommands.Db.class,
            ImportCommand.class,
            AccountsCommand.class,
            KeysCommand.class,
            UsersCommand.class,
            TimelinesCommand.class,
            PlansCommand.class,
            PlansCommand.Check.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Weir.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Start with: ./weir demo"})
public final class Weir implements Runnable {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Weir() {}

    public static void main(String[] arguments) {
        // Until a configuration says otherwise: a command's own words are all that a person should see.
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
        // Figures and dates are for scripts as well as for people: they look the same everywhere.
        Locale.setDefault(Locale.ROOT);
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs a command to its end and returns the exit code. */
    static int run(Terminal terminal, String... arguments) {
        return new CommandLine(new Weir(), new Commands(terminal))
                .setOut(new PrintWriter(terminal.data(), true, UTF_8))
                .setErr(new PrintWriter(terminal.messages(), true, UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Long.class, text -> number(text, Long::valueOf))
                .registerConverter(Long.TYPE, text -> number(text, Long::valueOf))
                .registerConverter(Integer.class, text -> number(text, Integer::valueOf))
                .registerConverter(Integer.TYPE, text -> number(text, Integer::valueOf))
                .registerConverter(Instant.class, Weir::time)
                .setParameterExceptionHandler((misuse, args) -> misused(terminal, misuse))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(terminal, failure))
                .execute(arguments);
    }

    private static <N> N number(String text, Function<String, N> conversion) {
        try {
            return conversion.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a time; expected one such as 2030-01-31T00:00:00Z");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }

    private static int misused(Terminal terminal, ParameterException misuse) {
        var command = misuse.getCommandLine();
        terminal.say("weir: " + misuse.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(misuse, command.getErr());
        terminal.say("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
        return MISUSED;
    }

    private static int failed(Terminal terminal, Exception failure) {
        if (failure instanceof CommandFailure
                || failure instanceof DemoFailure
                || failure instanceof AccountException
                || failure instanceof UnknownPlanException) {
            terminal.say("weir: " + failure.getMessage());
            return FAILED;
        }
        refusal(failure).ifPresentOrElse(refusal -> terminal.say("weir: " + Databases.explain(refusal)), () -> {
            terminal.say("weir: this should not have happened; please report it with what follows.");
            failure.printStackTrace(terminal.messages());
        });
        return FAILED;
    }

    private static Optional<SQLException> refusal(Throwable failure) {
        return Throwables.getCausalChain(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    /** Makes commands and gives them the terminal. */
    private record Commands(Terminal terminal) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "weir "
                        + Optional.ofNullable(Weir.class.getPackage().getImplementationVersion())
                                .orElse("(not from a jar)")
            };
        }
    }
}
