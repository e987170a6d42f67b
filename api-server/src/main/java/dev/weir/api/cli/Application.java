package dev.weir.api.cli;

import dev.weir.api.ApiServer;
import dev.weir.api.ApiServerConfiguration;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.ConfiguredBundle;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Runs the server application with its own commands, and turns what it would answer with a stack trace into a sentence.
 */
final class Application {

    private final PrintStream data;

    /** @param data where the application's own commands write */
    Application(PrintStream data) {
        this.data = data;
    }

    /**
     * Runs one command of the application. For {@code server} it returns once the server answers.
     *
     * @param ended called when a server that was started has ended
     * @throws CommandFailure it did not succeed
     */
    void run(Runnable ended, String... arguments) {
        var server = new ApiServer();
        var bootstrap = new Bootstrap<ApiServerConfiguration>(server);
        bootstrap.addCommand(new ServerCommand<>(server));
        bootstrap.addCommand(new CheckCommand<>(server));
        bootstrap.addBundle(new Watch(ended));
        server.initialize(bootstrap);
        bootstrap.registerMetrics();
        var complaints = new ByteArrayOutputStream();
        new Cli(new JarLocation(ApiServer.class), bootstrap, data, complaints)
                .run(arguments)
                .ifPresent(failure -> {
                    throw new CommandFailure(explain(failure, complaints.toString(StandardCharsets.UTF_8)), failure);
                });
    }

    /** Reads a configuration as the server would. */
    ApiServerConfiguration configuration(Path file) {
        var server = new ApiServer();
        var bootstrap = new Bootstrap<ApiServerConfiguration>(server);
        server.initialize(bootstrap);
        try {
            return bootstrap
                    .getConfigurationFactoryFactory()
                    .create(
                            ApiServerConfiguration.class,
                            bootstrap.getValidatorFactory().getValidator(),
                            bootstrap.getObjectMapper(),
                            "dw")
                    .build(bootstrap.getConfigurationSourceProvider(), file.toString());
        } catch (IOException | ConfigurationException e) {
            throw new CommandFailure(explain(e, String.valueOf(e.getMessage())), e);
        }
    }

    private static String explain(Throwable failure, String complaints) {
        if (failure instanceof ArgumentParserException) {
            return complaints.strip();
        }
        if (failure instanceof ConfigurationException) {
            return String.valueOf(failure.getMessage()).strip();
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
                return "there is no file " + cause.getMessage();
            }
            if (cause instanceof BindException) {
                return failure.getMessage() + ": another program uses this port";
            }
            if (cause instanceof SQLException sql) {
                return Databases.explain(sql);
            }
        }
        return "this should not have happened; please report it with what follows.\n" + complaints.strip();
    }

    /** Notices the end of the server: Jetty and everything managed has stopped then. */
    private record Watch(Runnable ended) implements ConfiguredBundle<ApiServerConfiguration> {

        @Override
        public void run(ApiServerConfiguration configuration, Environment environment) {
            environment
                    .lifecycle()
                    .addServerLifecycleListener(server -> server.addEventListener(new LifeCycle.Listener() {
                        @Override
                        public void lifeCycleStopped(LifeCycle event) {
                            ended.run();
                        }
                    }));
        }
    }
}
