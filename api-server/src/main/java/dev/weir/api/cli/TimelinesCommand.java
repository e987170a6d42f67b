package dev.weir.api.cli;

import dev.weir.api.microblog.writing.FanOut;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir timelines}. */
@Command(
        name = "timelines",
        description = "Works on home timelines.",
        subcommands = TimelinesCommand.Rebuild.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TimelinesCommand extends CommandGroup {

    /** {@code weir timelines rebuild}. */
    @Command(
            name = "rebuild",
            description = {
                "Makes all home timelines anew from posts and follows.",
                "",
                "Readers see complete timelines all the time: what is not copied yet is looked up. May be ended and run again."
            },
            mixinStandardHelpOptions = true)
    static final class Rebuild implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        Rebuild(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var configuration = new Databases(terminal).configuration(database.file());
            var jdbi = Databases.jdbi(configuration);
            try (var fanOut = new FanOut(
                    jdbi, Clock.systemUTC(), configuration.timelines().mostFollowers())) {
                fanOut.beginAnew();
                long posts = fanOut.fill(so -> {});
                terminal.data().println(String.format(Locale.ROOT, "%,d posts copied to home timelines.", posts));
            }
            return 0;
        }
    }
}
