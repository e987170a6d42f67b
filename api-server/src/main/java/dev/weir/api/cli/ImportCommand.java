package dev.weir.api.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.imports.ImportFailedException;
import dev.weir.api.imports.ImportListener;
import dev.weir.api.imports.ImportProblem;
import dev.weir.api.imports.ImportReport;
import dev.weir.api.imports.ImportSettings;
import dev.weir.api.imports.ImportSource;
import dev.weir.api.imports.Importer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir import}. */
@Command(
        name = "import",
        description = {
            "Imports users and posts: NDJSON in the shape of the data API, archives of Twitter (zip) and Mastodon (zip,"
                    + " tar.gz), and events of Bluesky's Jetstream (NDJSON). What a file is, its content tells.",
            "",
            "What is there already is left as it is: importing twice changes nothing, and an import that was interrupted is"
                    + " completed by running it again. Servers may use the database meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything in the files is stored",
            "1:failed; the message says why. Batches stored before stay, except with --strict",
            "2:called wrongly",
            "6:done, but lines were skipped, or a file was empty or could not be read to its end"
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    /** Done in part, as clig.dev's readers and {@code experience.md} number it. */
    private static final int PARTIAL = 6;

    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Mixin
    private final DatabaseOption database = new DatabaseOption();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files to import, in this order; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--strict",
            description =
                    "End at the first bad line, with nothing imported. Without it a bad line is told and skipped.")
    private boolean strict;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many problems to print; the others are counted. Default: ${DEFAULT-VALUE}.")
    private int show;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What a script wants to know. */
    private record Answer(
            long lines,
            ImportReport.Found users,
            ImportReport.Found posts,
            ImportReport.Found follows,
            ImportReport.Found likes,
            long removed,
            @JsonProperty("left_out") long leftOut,
            long skipped,
            @JsonProperty("skipped_parts") long skippedParts,
            @JsonProperty("incomplete_files") long incompleteFiles,
            List<ImportProblem> problems,
            double seconds) {}

    @Override
    public Integer call() {
        var sources = sources();
        var jdbi = Databases.jdbi(new Databases(terminal).configuration(database.file()));
        var clock = Clock.systemUTC();
        var start = clock.instant();
        var watch = new Watch();
        ImportReport report;
        try {
            report = new Importer(jdbi, clock)
                    .run(sources, new ImportSettings(strict, ImportSettings.DEFAULT_BATCH_LINES), watch);
        } catch (ImportFailedException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } finally {
            watch.clearLine();
        }
        watch.sayHowManyMore();
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1e3;
        if (json) {
            terminal.json(new Answer(
                    report.lines(),
                    report.users(),
                    report.posts(),
                    report.follows(),
                    report.likes(),
                    report.removed(),
                    report.leftOut(),
                    report.skipped(),
                    report.skippedParts(),
                    report.incompleteSources(),
                    watch.shown,
                    seconds));
        } else {
            terminal.data().println(summary(report, seconds));
        }
        return report.complete() ? 0 : PARTIAL;
    }

    private List<ImportSource> sources() {
        if (files.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw new CommandFailure("standard input can be read only once; name - once");
        }
        try {
            return files.stream()
                    .map(file -> file.equals(STANDARD_INPUT)
                            ? ImportSource.stream("(standard input)", System.in)
                            : ImportSource.file(Path.of(file)))
                    .toList();
        } catch (ImportFailedException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static String summary(ImportReport report, double seconds) {
        return String.format(
                Locale.ROOT,
                "Users: %,d new, %,d known. Posts: %,d new, %,d known.%s Lines skipped: %,d of %,d.%s %.1f s.",
                report.users().added(),
                report.users().known(),
                report.posts().added(),
                report.posts().known(),
                beside(report),
                report.skipped(),
                report.lines(),
                report.incompleteSources() == 0
                        ? ""
                        : String.format(Locale.ROOT, " Files incomplete: %,d.", report.incompleteSources()),
                seconds);
    }

    /** What only some formats have. */
    private static String beside(ImportReport report) {
        var text = new StringBuilder();
        if (report.follows().added() + report.follows().known() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    " Follows: %,d new, %,d known.",
                    report.follows().added(),
                    report.follows().known()));
        }
        if (report.likes().added() + report.likes().known() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    " Likes: %,d new, %,d known.",
                    report.likes().added(),
                    report.likes().known()));
        }
        if (report.removed() > 0) {
            text.append(String.format(Locale.ROOT, " Posts removed: %,d.", report.removed()));
        }
        if (report.leftOut() > 0) {
            text.append(String.format(Locale.ROOT, " Not for import: %,d.", report.leftOut()));
        }
        if (report.skippedParts() > 0) {
            text.append(String.format(Locale.ROOT, " Parts skipped: %,d.", report.skippedParts()));
        }
        return text.toString();
    }

    /** Tells a person how it goes. */
    private final class Watch implements ImportListener {

        private final List<ImportProblem> shown = new ArrayList<>();
        private long notShown;

        @Override
        public void problem(ImportProblem problem) {
            if (shown.size() >= show) {
                notShown++;
                return;
            }
            shown.add(problem);
            clearLine();
            terminal.say(problem.toString());
        }

        @Override
        public void stored(String source, long lines, double fraction) {
            if (terminal.interactive()) {
                clearLine();
                terminal.messages()
                        .print(String.format(
                                Locale.ROOT,
                                "%s: %,d lines%s",
                                source,
                                lines,
                                fraction > 0 ? " (%d %%)".formatted(Math.round(100 * fraction)) : ""));
                terminal.messages().flush();
            }
        }

        private void clearLine() {
            if (terminal.interactive()) {
                terminal.messages().print("\r\033[K");
            }
        }

        private void sayHowManyMore() {
            if (notShown > 0) {
                terminal.say(String.format(Locale.ROOT, "and %,d more problems (--show N prints more)", notShown));
            }
        }
    }
}
