package dev.weir.api.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --config} of commands that work on a database. */
final class DatabaseOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration that names the database. Default: the running demo's.")
    private Optional<Path> file = Optional.empty();

    Optional<Path> file() {
        return file;
    }
}
