package dev.weir.drills.bench;

import dev.weir.drills.scale.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long a caller waits for four cold limits, and for one call of plain Bucket4j, in turns of two seconds in one process,
 * so that what the machine does meanwhile happens to both. Minutes apart, as benchmarks in processes of their own are, the
 * ratio of the same two went from 1.6 to 1.9 on a shared machine.
 */
final class ColdTurns {

    static final String NAME = "ColdTurns";

    private static final long TURN_NANOS = 2_000_000_000L;
    private static final int WARMUP = 30;
    private static final int MEASURED = 15;
    /** Shares decide sooner than any store: a turn with more of them than this leaves says nothing. */
    private static final double ASKED = 0.99;

    private ColdTurns() {}

    /** One more decision. */
    private interface Decide {
        void once();
    }

    /**
     * Measures, and prints the ratio of the medians.
     *
     * @param topology where the limit store is, as for the benchmarks
     */
    static void print(String topology, boolean quick) throws IOException, InterruptedException {
        WeirBenchmark weir = new WeirBenchmark();
        HazelcastBucketBenchmark plain = new HazelcastBucketBenchmark();
        weir.topology = topology;
        plain.topology = topology;
        weir.start();
        plain.start();
        try {
            Turn turn = new Turn();
            Turn plainTurn = new Turn();
            for (int i = 0; i < (quick ? 0 : WARMUP); i++) {
                Sources unread = new Sources();
                median(() -> weir.coldCompositeOfFour(turn, unread));
                median(() -> plain.coldKey(plainTurn));
            }
            weir.settle();
            int turns = quick ? 1 : MEASURED;
            int setAside = 0;
            List<Double> ratios = new ArrayList<>();
            List<Double> waits = new ArrayList<>();
            while (ratios.size() < turns) {
                Sources sources = new Sources();
                double ours = median(() -> weir.coldCompositeOfFour(turn, sources));
                double plainly = median(() -> plain.coldKey(plainTurn));
                if (sources.store >= ASKED * (sources.lease + sources.store + sources.share)) {
                    waits.add(ours);
                    ratios.add(ours / plainly);
                } else if (++setAside > turns) {
                    throw new IllegalStateException("the store does not answer " + topology + " in time");
                } else {
                    // Shares decided a million times, which gave every key a pace, and a lease when the store was back.
                    weir.settle();
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d turns, %.1f µs in the median; ratios from %.2f to %.2f; set aside %d turns in which the store"
                            + " was away%n",
                    topology,
                    ratios.size(),
                    Median.of(waits),
                    ratios.stream().min(Double::compare).orElseThrow(),
                    ratios.stream().max(Double::compare).orElseThrow(),
                    setAside);
            Goals.coldWait(topology, Median.of(ratios));
        } finally {
            weir.end();
            plain.end();
        }
    }

    /** Half of a turn's decisions take no longer than this, µs. */
    private static double median(Decide decide) {
        long[] nanos = new long[1 << 20];
        int count = 0;
        long end = System.nanoTime() + TURN_NANOS;
        for (long before = System.nanoTime(); before < end && count < nanos.length; ) {
            decide.once();
            long after = System.nanoTime();
            nanos[count++] = after - before;
            before = after;
        }
        Arrays.sort(nanos, 0, count);
        return nanos[count / 2] / 1e3;
    }
}
