package dev.weir.drills.limiter;

import dev.weir.drills.Drill;
import dev.weir.drills.Report;
import dev.weir.drills.limiter.Event.Kind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Three gateways that are members of the store themselves, and one app that sends nine of ten requests. */
public final class HotKeyDrill implements Drill {

    private static final long CAPACITY = 40_000;
    private static final List<Traffic> TRAFFIC =
            List.of(new Traffic("hot", 1, CAPACITY, 3_600, 900), new Traffic("other", 100, 1_000_000, 3_600, 100));

    private static final int MOST_SECONDS = 45;
    private static final double LOCAL = 0.95;

    @Override
    public String promise() {
        return "one app with 90 % of the traffic over 3 nodes: 95 % of its decisions from leases, its window exact";
    }

    @Override
    public void run(Report report) throws Exception {
        try (NodeFleet fleet = NodeFleet.start(null, TRAFFIC)) {
            for (NodeProcess node : fleet.members()) {
                node.ask("begin");
            }
            for (NodeProcess node : fleet.members()) {
                node.ask("go");
            }
            TimeUnit.SECONDS.sleep(MOST_SECONDS);
            for (NodeProcess node : fleet.members()) {
                long unused = fleet.stopLoad(node);
            }
            judge(report, new Account(TRAFFIC, NodeFleet.MEMBERS, fleet.events()));
        }
    }

    private static void judge(Report report, Account account) {
        List<Event> all = account.decisions(Long.MIN_VALUE, Long.MAX_VALUE);
        account.describe(report, "all", all);
        List<Event> hot = all.stream().filter(event -> event.traffic() == 0).toList();
        account.describe(report, "the hot app", hot);
        report.figure(
                "the hot app's part of the traffic",
                String.format(Locale.ROOT, "%.1f %%", 100.0 * hot.size() / Math.max(1, all.size())));
        long local = hot.stream().filter(event -> event.kind().isFromLease()).count();
        report.expect("its decisions from leases", Account.share(hot, Kind::isFromLease), local >= LOCAL * hot.size());
        long admitted = account.admitted().get(0)[0];
        report.figure("its requests", hot.size());
        report.expect("admitted of " + CAPACITY, admitted, admitted == CAPACITY);
        long refused = account.falseRefusals();
        report.expect("false refusals, by plain count", refused, refused == 0);
        long failed = account.count(kind -> kind == Kind.FAILED || kind == Kind.REDUCED);
        report.expect("failed requests", failed, failed == 0);
    }
}
