package dev.weir.drills.bench;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ratios that Weir promises, from figures of the same run. */
final class Goals {

    private static final String LEASED = "Weir.leasedHotKey embedded";
    private static final String LOCAL = "LocalBucket.hotKey";
    private static final String REMOTE = "HazelcastBucket.tenThousandKeys client";
    private static final String REMOTE_HERE = "HazelcastBucket.tenThousandKeys embedded";

    private Goals() {}

    static void print(Map<String, Row> rows) {
        System.out.println("| Goal | Measured | |");
        System.out.println("|---|---|---|");
        Row leased = rows.get(LEASED);
        if (leased != null) {
            line("a leased decision's median, at most 1 µs", leased.median(), leased.median() <= 1);
        }
        atMost("cost of a leased decision, of a local Bucket4j one: at most 2", throughput(rows, LOCAL, LEASED), 2);
        atLeast(
                "leased, of the throughput of Bucket4j on Hazelcast, client: at least 30",
                throughput(rows, LEASED, REMOTE));
        atLeast(
                "leased, of the throughput of Bucket4j on Hazelcast, embedded: at least 30",
                throughput(rows, LEASED, REMOTE_HERE));
        System.out.println();
    }

    /** The ratio of four cold limits to one call of plain Bucket4j, in waiting. */
    static void coldWait(String topology, double ratio) {
        atMost("four limits cold, of the wait for one remote call, " + topology + ": at most 1.5", ratio, 1.5);
    }

    private static void atMost(String goal, double ratio, double most) {
        line(goal, ratio, ratio <= most);
    }

    private static void atLeast(String goal, double ratio) {
        line(goal, ratio, ratio >= 30);
    }

    private static void line(String goal, double figure, boolean reached) {
        if (!Double.isNaN(figure)) {
            System.out.printf(Locale.ROOT, "| %s | %.2f | %s |%n", goal, figure, reached ? "reached" : "NOT REACHED");
        }
    }

    private static double throughput(Map<String, Row> rows, String one, String other) {
        return of(rows.get(one)) / of(rows.get(other));
    }

    private static double of(@Nullable Row row) {
        return row == null ? Double.NaN : row.perSecond();
    }
}
