package dev.weir.api.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.billing.catalogue.Catalogue;
import dev.weir.billing.catalogue.CatalogueStore;
import dev.weir.billing.catalogue.CatalogueText;
import dev.weir.billing.catalogue.InvalidCatalogueException;
import dev.weir.billing.catalogue.PlanInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir plans}. */
@Command(
        name = "plans",
        description = "Publishes the catalogue of plans.",
        subcommands = PlansCommand.Publish.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class PlansCommand extends CommandGroup {

    /** Reads a catalogue, or says everything that is wrong with it: one line each, as compilers do. */
    private static Catalogue read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure("there is no readable file " + file);
        }
        try {
            return CatalogueText.parse(file, Endpoint.ids());
        } catch (IOException e) {
            throw new CommandFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (InvalidCatalogueException e) {
            var lines = new StringBuilder();
            e.problems()
                    .forEach(problem -> lines.append(file)
                            .append(':')
                            .append(problem.line())
                            .append(':')
                            .append(problem.column())
                            .append(": ")
                            .append(problem.message())
                            .append(System.lineSeparator()));
            throw new CommandFailure(
                    "%s is not a valid catalogue:%n%s"
                            .formatted(file, lines.toString().stripTrailing()),
                    e);
        }
    }

    /** {@code weir check-plans}. */
    @Command(
            name = "check-plans",
            description = "Checks a catalogue of plans and tells everything that is wrong with it.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "FILE", description = "The catalogue, for example api-server/config/plans.yml.")
        private Path file = Path.of("");

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var catalogue = read(file);
            terminal.say("%s is a valid catalogue: plans %s."
                    .formatted(
                            file,
                            String.join(", ", new TreeSet<>(catalogue.plans().keySet()))));
            return 0;
        }
    }

    /** {@code weir plans publish}. */
    @Command(
            name = "publish",
            description = "Stores a catalogue as a new version; every gateway follows within seconds.",
            mixinStandardHelpOptions = true)
    static final class Publish implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "FILE", description = "The catalogue.")
        private Path file = Path.of("");

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Publish(Terminal terminal) {
            this.terminal = terminal;
        }

        /** What a script wants to know of a publication. */
        private record Published(
                long version,
                String sha256,
                @JsonProperty("new") boolean created) {}

        @Override
        public Integer call() {
            var text = read(file).text();
            var configuration = new Databases(terminal).configuration(database.file());
            try {
                var publication =
                        new CatalogueStore(Databases.jdbi(configuration)).publish(text, Endpoint.ids(), Platform.ACTOR);
                var catalogue = publication.catalogue();
                if (json) {
                    terminal.json(new Published(catalogue.version(), catalogue.sha256(), publication.created()));
                } else {
                    terminal.data().println(catalogue.version());
                    terminal.say(publication.created() ? "Published." : "This is the newest version already.");
                }
                return 0;
            } catch (InvalidCatalogueException | PlanInUseException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
