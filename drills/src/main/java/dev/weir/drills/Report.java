package dev.weir.drills;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a drill saw: figures, and the expectations that did not hold. */
public final class Report {

    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private boolean skipped;

    Report(PrintStream out) {
        this.out = out;
    }

    /** A figure, for people. */
    public void figure(String name, Object value) {
        out.printf("    %-58s %s%n", name, value);
    }

    /** A figure that must be so. */
    public void expect(String name, Object value, boolean holds) {
        out.printf("    %-58s %s%s%n", name, value, holds ? "" : "   <-- NOT AS PROMISED");
        if (!holds) {
            failures.add(name + ": " + value);
        }
    }

    /** This machine cannot do the drill: that is no pass. */
    public void skip(String why) {
        out.println("    SKIPPED " + why);
        skipped = true;
    }

    boolean isSkipped() {
        return skipped;
    }

    /** The answers by status, and how long they took as a client sees it. */
    void answers(String name, List<Load.Answer> answers) {
        Map<Integer, Long> statuses = answers.stream()
                .collect(Collectors.groupingBy(Load.Answer::status, TreeMap::new, Collectors.counting()));
        figure(name + ": answers by status", statuses);
        figure(name + ": p50 / p99 / max ms as the client sees it", latency(answers));
    }

    private static String latency(List<Load.Answer> answers) {
        List<Long> sorted = answers.stream()
                .map(Load.Answer::nanos)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (sorted.isEmpty()) {
            return "none";
        }
        return String.format(
                Locale.ROOT,
                "%.1f / %.1f / %.1f",
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get((int) (sorted.size() * 0.99)) / 1e6,
                sorted.get(sorted.size() - 1) / 1e6);
    }

    /** What did not hold; empty when the promise was kept. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
