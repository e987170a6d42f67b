package dev.weir.api.cli;

import dev.weir.api.ApiServerConfiguration;
import dev.weir.api.demo.Demo;
import dev.weir.api.demo.DemoFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;

/** Finds the database that a command works on. */
final class Databases {

    private final Terminal terminal;

    Databases(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The configuration in this file or, without one, of the demo that runs from this checkout. */
    ApiServerConfiguration configuration(Optional<Path> file) {
        return new Application(terminal.data()).configuration(file.orElseGet(this::demoConfiguration));
    }

    /** The configuration of a running gateway of this checkout's demo. */
    Path demoConfiguration() {
        return terminal.home()
                .flatMap(home -> Demo.configuration(new DemoFiles(home)))
                .orElseThrow(
                        () -> new CommandFailure(
                                "which database? No demo of this checkout runs; name a configuration file (--config FILE), or start ./weir demo first."));
    }

    /** The database of a configuration; a connection at each call, nothing is pooled. */
    static Jdbi jdbi(ApiServerConfiguration configuration) {
        var database = configuration.database();
        var properties = new Properties();
        if (database.getUser() != null) {
            properties.setProperty("user", database.getUser());
        }
        if (database.getPassword() != null) {
            properties.setProperty("password", database.getPassword());
        }
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("ApplicationName", "weir-cli");
        return Jdbi.create(String.valueOf(database.getUrl()), properties);
    }

    /** What a person can do about an error of PostgreSQL. */
    static String explain(SQLException error) {
        var state = error.getSQLState() == null ? "" : error.getSQLState();
        var message = String.valueOf(error.getMessage()).strip();
        if (state.startsWith("08")) {
            return "cannot reach the database: " + message;
        }
        if (state.startsWith("28")) {
            return "the database refuses user or password: " + message;
        }
        if (state.equals("42P01") || state.equals("3F000")) {
            return "the database lacks a table (" + message + "). Bring its schema up to date with ./weir db migrate";
        }
        return "the database refused: " + message;
    }
}
