package dev.weir.drills.limiter;

import dev.weir.drills.Drill;
import dev.weir.drills.Report;
import dev.weir.drills.limiter.Event.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Three members and two gateways under load, and a fault. The gateways are offered windows that are never used up, some
 * of them in constant use and some asked for seldom, windows that are used up during the fault, and windows that are used
 * up after it.
 */
public final class FaultDrill implements Drill {

    private static final int WINDOW_SECONDS = 3_600;
    private static final List<Traffic> TRAFFIC = List.of(
            new Traffic("hot", 10, 1_000_000, WINDOW_SECONDS, 250),
            new Traffic("seldom", 200, 1_000_000, WINDOW_SECONDS, 250),
            new Traffic("early", 10, 300, WINDOW_SECONDS, 100),
            new Traffic("late", 10, 600, WINDOW_SECONDS, 100));

    private static final int WARM_UP_SECONDS = 5;
    private static final int BEFORE_SECONDS = 5;
    private static final int AFTER_SECONDS = 30;

    private static final long ADDED_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long RECOVERY_MILLIS = 25_000;
    private static final long SETTLED_MILLIS = 60_000;
    private static final long ALARM_MILLIS = 10_000;

    private final Fault fault;
    private final boolean ownNetwork;
    private final String promise;

    private FaultDrill(Fault fault, boolean ownNetwork, String promise) {
        this.fault = fault;
        this.ownNetwork = ownNetwork;
        this.promise = promise;
    }

    public static FaultDrill memberKilled() {
        return new FaultDrill(
                Faults.MEMBER_KILLED, false, "kill -9 of one of three members: nobody waits, nothing is lost");
    }

    public static FaultDrill allMembersKilled() {
        return new FaultDrill(
                Faults.ALL_MEMBERS_KILLED,
                false,
                "kill -9 of all members, which start empty 10 s later: the gateways bring back what was spent");
    }

    public static FaultDrill memberFrozen() {
        return new FaultDrill(
                Faults.MEMBER_FROZEN,
                false,
                "SIGSTOP of one of three members for 15 s: nobody waits, no ghost charges");
    }

    public static FaultDrill mapWiped() {
        return new FaultDrill(
                Faults.MAP_WIPED,
                false,
                "the map cleared four times and destroyed once: windows go on, an alarm is raised");
    }

    public static FaultDrill entriesCorrupted() {
        return new FaultDrill(
                Faults.ENTRIES_CORRUPTED,
                false,
                "every entry overwritten with nothing, noise, a half or a later version: windows go on, alarm raised");
    }

    public static FaultDrill membersRestarted() {
        return new FaultDrill(
                Faults.MEMBERS_RESTARTED, false, "all members restarted one after the other: nothing is lost");
    }

    public static FaultDrill everythingRestarted() {
        return new FaultDrill(
                Faults.EVERYTHING_RESTARTED,
                false,
                "all members and then both gateways restarted one after the other: nothing is lost");
    }

    public static FaultDrill partitioned() {
        return new FaultDrill(
                Faults.PARTITIONED,
                true,
                "the store split in two for 15 s, a gateway on each side: what both admitted is charged after the"
                        + " merge");
    }

    @Override
    public String promise() {
        return promise;
    }

    @Override
    public void run(Report report) throws Exception {
        if (!ownNetwork) {
            try (NodeFleet fleet = NodeFleet.start(null, List.of())) {
                rehearse(fleet, report);
            }
            return;
        }
        String hindrance = Network.hindrance();
        if (!hindrance.isEmpty()) {
            report.skip(hindrance);
            return;
        }
        try (NodeFleet fleet = NodeFleet.start(new Network(), List.of())) {
            rehearse(fleet, report);
        }
    }

    private void rehearse(NodeFleet fleet, Report report) throws Exception {
        fleet.startGateways(TRAFFIC);
        if (fault.alarm().isPresent()) {
            fleet.connectAdministrator();
        }
        for (NodeProcess gateway : fleet.gateways()) {
            gateway.ask("begin");
        }
        for (NodeProcess gateway : fleet.gateways()) {
            gateway.ask("go");
        }
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
        long struck = System.nanoTime();
        fault.happen(fleet);
        long ended = System.nanoTime();
        TimeUnit.SECONDS.sleep(AFTER_SECONDS);
        long stopped = System.nanoTime();
        long gauge = 0;
        for (NodeProcess gateway : fleet.gateways()) {
            gauge += fleet.stopLoad(gateway);
        }
        long settled = fleet.awaitSettled();
        long[] left = Arrays.stream(fleet.gateways().get(0).ask("left").split(","))
                .mapToLong(Long::parseLong)
                .toArray();

        Account account = new Account(TRAFFIC, NodeFleet.GATEWAYS, fleet.events());
        judgeTime(report, account, begun, struck, ended, stopped);
        report.figure("highest over-admission bound of the gauges, all homes", gauge);
        report.expect("ms from the end of the load until nothing is owed or held", settled, settled < SETTLED_MILLIS);
        judgeCount(report, account, left);
        judgeAlarms(report, account, struck);
    }

    private void judgeTime(Report report, Account account, long begun, long struck, long ended, long stopped) {
        List<Event> before = account.decisions(begun, struck);
        List<Event> during = account.decisions(struck, ended);
        List<Event> after = account.decisions(ended, stopped);
        account.describe(report, "before", before);
        account.describe(report, "during", during);
        account.describe(report, "after", after);
        long added = Math.max(
                0, Math.max(Account.percentile99(during), Account.percentile99(after)) - Account.percentile99(before));
        report.expect(
                "latency added to the 99th percentile, ms",
                String.format(Locale.ROOT, "%.1f", added / 1e6),
                added <= ADDED_NANOS);
        long failed = account.count(kind -> kind == Kind.FAILED || kind == Kind.REDUCED);
        report.expect("failed requests", failed, failed == 0);
        long recovered = account.recoveredAfter(fault.ends() ? ended : struck, stopped);
        report.expect(
                "ms until shares no longer decide, from the " + (fault.ends() ? "end" : "fault"),
                recovered,
                recovered <= RECOVERY_MILLIS);
    }

    private void judgeCount(Report report, Account account, long[] left) {
        long refused = account.falseRefusals();
        report.expect("false refusals, by plain count", refused, refused == 0);
        List<long[]> admitted = account.admitted();
        int home = 0;
        long apart = 0;
        long unknown = 0;
        for (int i = 0; i < TRAFFIC.size(); i++) {
            Traffic one = TRAFFIC.get(i);
            long capacity = one.capacity();
            for (long each : admitted.get(i)) {
                if (left[home] < 0) {
                    unknown++;
                } else {
                    apart = Math.max(apart, Math.abs(Math.max(0, capacity - each) - left[home]));
                }
                home++;
            }
            if (capacity < 1_000) {
                long most = Arrays.stream(admitted.get(i)).max().orElse(0);
                long least = Arrays.stream(admitted.get(i)).min().orElse(0);
                long bound = account.bound(one, fault.sides());
                report.expect(
                        one.name() + ": " + capacity + " each, admitted least / most",
                        least + " / " + most,
                        least >= capacity);
                report.expect(
                        one.name() + ": most beyond the limit / bound",
                        Math.max(0, most - capacity) + " / " + bound,
                        most - capacity <= bound);
            }
        }
        report.expect("homes of which the store does not say what is left", unknown, unknown == 0);
        report.expect("charged and admitted, largest difference of a home", apart, apart == 0);
    }

    private void judgeAlarms(Report report, Account account, long struck) {
        long vanished = account.count(kind -> kind == Kind.VANISHED);
        long quarantined = account.count(kind -> kind == Kind.QUARANTINED);
        report.figure("alarms: vanished / quarantined", vanished + " / " + quarantined);
        fault.alarm().ifPresent(alarm -> {
            long first = account.firstAlarm(alarm, struck);
            report.expect("ms to the first alarm", first, first >= 0 && first <= ALARM_MILLIS);
        });
    }
}
