package dev.weir.drills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    }

    private Drills() {}

    public static void main(String[] names) {
        List<String> chosen = names.length == 0 ? List.copyOf(ALL.keySet()) : List.of(names);
        List<String> failed = new ArrayList<>();
        for (String name : chosen) {
            Drill drill = ALL.get(name);
            if (drill == null) {
                System.err.println("no drill is called " + name + "; there are: " + String.join(", ", ALL.keySet()));
                System.exit(2);
                return;
            }
            if (!run(name, drill)) {
                failed.add(name);
            }
        }
        System.out.println();
        System.out.println((chosen.size() - failed.size()) + " passed, " + failed.size() + " failed");
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static boolean run(String name, Drill drill) {
        System.out.println();
        System.out.println(name + ": " + drill.promise());
        Report report = new Report(System.out);
        try {
            drill.run(report);
        } catch (Exception e) {
            e.printStackTrace(System.out);
            report.expect("the drill itself", e, false);
        }
        boolean kept = report.failures().isEmpty();
        System.out.println("    " + (kept ? "PASS" : "FAIL " + report.failures()));
        return kept;
    }
}
