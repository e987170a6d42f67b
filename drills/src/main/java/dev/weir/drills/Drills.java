package dev.weir.drills;

import dev.weir.drills.limiter.FaultDrill;
import dev.weir.drills.limiter.HeapDrill;
import dev.weir.drills.limiter.HotKeyDrill;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs drills by name, or all of them, and exits with 1 when a promise was not kept. */
public final class Drills {

    private static final Map<String, Drill> ALL = new LinkedHashMap<>();

    static {
        ALL.put("exact-limit", new ExactLimitDrill());
        ALL.put("gateway-killed", new GatewayKilledDrill());
        ALL.put("gateway-frozen", new GatewayFrozenDrill());
        ALL.put("limit-store-wiped", new LimitStoreWipedDrill());
        ALL.put("export-killed", new ExportKilledDrill());
        ALL.put("database-stopped", new DatabaseStoppedDrill());
        ALL.put("consistency", new ConsistencyDrill());
        ALL.put("fight-night", new FightNightDrill(Optional.empty()));
        ALL.put("scale", new ScaleDrill());
        ALL.put("limiter-member-killed", FaultDrill.memberKilled());
        ALL.put("limiter-all-members-killed", FaultDrill.allMembersKilled());
        ALL.put("limiter-member-frozen", FaultDrill.memberFrozen());
        ALL.put("limiter-map-wiped", FaultDrill.mapWiped());
        ALL.put("limiter-entries-corrupted", FaultDrill.entriesCorrupted());
        ALL.put("limiter-everything-restarted", FaultDrill.everythingRestarted());
        ALL.put("limiter-members-restarted", FaultDrill.membersRestarted());
        ALL.put("limiter-partitioned", FaultDrill.partitioned());
        ALL.put("limiter-hot-key", new HotKeyDrill());
        ALL.put("limiter-heap", new HeapDrill());
    }

    private Drills() {}

    private enum Verdict {
        PASSED,
        FAILED,
        SKIPPED
    }

    public static void main(String[] arguments) {
        List<String> names = new ArrayList<>(List.of(arguments));
        int night = names.indexOf("fight-night");
        if (night >= 0 && night + 1 < names.size() && Files.isRegularFile(Path.of(names.get(night + 1)))) {
            ALL.replace("fight-night", new FightNightDrill(Optional.of(Path.of(names.remove(night + 1)))));
        }
        List<String> chosen = names.isEmpty() ? List.copyOf(ALL.keySet()) : List.copyOf(names);
        List<Verdict> verdicts = new ArrayList<>();
        for (String name : chosen) {
            Drill drill = ALL.get(name);
            if (drill == null) {
                System.err.println("no drill is called " + name + "; there are: " + String.join(", ", ALL.keySet()));
                System.exit(2);
                return;
            }
            verdicts.add(run(name, drill));
        }
        System.out.println();
        System.out.println(count(verdicts, Verdict.PASSED) + " passed, " + count(verdicts, Verdict.FAILED) + " failed, "
                + count(verdicts, Verdict.SKIPPED) + " skipped");
        System.exit(verdicts.contains(Verdict.FAILED) ? 1 : 0);
    }

    private static int count(List<Verdict> verdicts, Verdict verdict) {
        return Collections.frequency(verdicts, verdict);
    }

    private static Verdict run(String name, Drill drill) {
        System.out.println();
        System.out.println(name + ": " + drill.promise());
        Report report = new Report(System.out);
        try {
            drill.run(report);
        } catch (Exception e) {
            e.printStackTrace(System.out);
            report.expect("the drill itself", e, false);
        }
        if (!report.failures().isEmpty()) {
            System.out.println("    FAIL " + report.failures());
            return Verdict.FAILED;
        }
        if (report.isSkipped()) {
            return Verdict.SKIPPED;
        }
        System.out.println("    PASS");
        return Verdict.PASSED;
    }
}
