package dev.weir.api.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir accounts}. */
@Command(
        name = "accounts",
        description = "Makes accounts: the parties that hold a plan and own apps and keys.",
        subcommands = AccountsCommand.Create.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AccountsCommand extends CommandGroup {

    /** {@code weir accounts create}. */
    @Command(
            name = "create",
            description = "Makes an account on a plan and prints its id.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "NAME", description = "Its name, 1 to 100 characters.")
        private String name = "";

        @Option(
                names = "--plan",
                required = true,
                paramLabel = "PLAN",
                description = "A plan of the catalogue in force.")
        private String plan = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Create(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            long id = Platform.open(terminal, database).accounts().createAccount(name, plan, Platform.ACTOR);
            if (json) {
                terminal.json(Map.of("account_id", "" + id));
            } else {
                terminal.data().println(id);
            }
            return 0;
        }
    }
}
