package dev.weir.api.cli;

import dev.weir.api.microblog.writing.Standings;
import dev.weir.api.microblog.writing.Standings.Change;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir users}. */
@Command(
        name = "users",
        description = "Hides users of the microblog and shows them again, on every gateway at once.",
        subcommands = {
            UsersCommand.Protect.class,
            UsersCommand.Unprotect.class,
            UsersCommand.Suspend.class,
            UsersCommand.Restore.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class UsersCommand extends CommandGroup {

    /** What the four have in common. */
    abstract static class Standing implements Callable<Integer> {

        private final Terminal terminal;
        private final Change change;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        @Parameters(
                paramLabel = "USERNAME",
                description = "The user, by name; upper and lower case make no difference.")
        private String username = "";

        Standing(Terminal terminal, Change change) {
            this.terminal = terminal;
            this.change = change;
        }

        @Override
        public Integer call() {
            var jdbi = Databases.jdbi(new Databases(terminal).configuration(database.file()));
            var name = username.startsWith("@") ? username.substring(1) : username;
            boolean changed = new Standings(jdbi, Clock.systemUTC())
                    .set(name, change)
                    .orElseThrow(() -> new CommandFailure("there is no user @" + name));
            terminal.say("@%s %s %s.".formatted(name, changed ? "is now" : "was already", change.told()));
            return 0;
        }
    }

    /** {@code weir users protect}. */
    @Command(
            name = "protect",
            description = "Shows a user's posts to nobody else; the profile stays.",
            mixinStandardHelpOptions = true)
    static final class Protect extends Standing {
        Protect(Terminal terminal) {
            super(terminal, Change.PROTECTED);
        }
    }

    /** {@code weir users unprotect}. */
    @Command(name = "unprotect", description = "Shows a user's posts to everybody.", mixinStandardHelpOptions = true)
    static final class Unprotect extends Standing {
        Unprotect(Terminal terminal) {
            super(terminal, Change.UNPROTECTED);
        }
    }

    /** {@code weir users suspend}. */
    @Command(
            name = "suspend",
            description = "Shows neither a user's profile nor posts, and lets it write nothing.",
            mixinStandardHelpOptions = true)
    static final class Suspend extends Standing {
        Suspend(Terminal terminal) {
            super(terminal, Change.SUSPENDED);
        }
    }

    /** {@code weir users restore}. */
    @Command(name = "restore", description = "Ends a suspension.", mixinStandardHelpOptions = true)
    static final class Restore extends Standing {
        Restore(Terminal terminal) {
            super(terminal, Change.RESTORED);
        }
    }
}
