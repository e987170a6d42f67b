package dev.weir.api.cli;

import dev.weir.api.microblog.writing.Reconciliation;
import dev.weir.api.microblog.writing.Reconciliation.Drift;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir db reconcile}. */
@Command(
        name = "reconcile",
        description = {
            "Counts likes, follows, replies and all else that is counted, and compares them with the counters.",
            "",
            "Prints for each counter how many posts or users it is wrong for, and by how much in all. The last line tells"
                    + " for how many users the post noted as their newest is not.",
            "",
            "Counters that came with an import may hold more than is stored here. Servers may use the database meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every counter is right, or was repaired", "1:some are wrong, or it failed"},
        mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final DatabaseOption database = new DatabaseOption();

    @Option(names = "--repair", description = "Make wrong counters right.")
    private boolean repair;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var reconciliation = new Reconciliation(Databases.jdbi(new Databases(terminal).configuration(database.file())));
        var drifts = reconciliation.check();
        print(drifts);
        long drift = drifts.stream().mapToLong(Drift::drift).sum();
        if (drift > 0 && repair) {
            terminal.say(String.format(Locale.ROOT, "%,d rows repaired.", reconciliation.repair()));
            return 0;
        }
        return drift == 0 ? 0 : 1;
    }

    private void print(List<Drift> drifts) {
        if (json) {
            terminal.json(drifts);
        } else {
            drifts.forEach(drift -> terminal.data()
                    .println(String.format(
                            Locale.ROOT, "%-18s drift %,d, rows %,d", drift.counter(), drift.drift(), drift.rows())));
        }
    }
}
