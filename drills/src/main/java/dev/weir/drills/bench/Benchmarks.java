package dev.weir.drills.bench;

import dev.weir.drills.limiter.JavaCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all benchmarks side by side, and prints one table of them and the ratios that are promised. */
public final class Benchmarks {

    /** As many callers as an application has threads busy: it lets those that wait for a network overlap. */
    private static final int CALLERS = 8;

    private static final String QUICK = "--quick";

    private Benchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param args {@code --quick} for a run that only shows that everything works, and expressions that the names of
     *     benchmarks must contain, for example {@code Local} or {@code WeirBenchmark.cold}; without any, all
     */
    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(args));
        boolean quick = names.remove(QUICK);
        boolean redis = Redis.binary().isPresent();
        if (!redis) {
            System.out.println(
                    "SKIPPED RedisBucketBenchmark: no redis-server on the PATH, and " + Redis.VARIABLE + " names none");
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        // What many callers get done, and how long one caller waits.
        for (Warmth warmth : Warmth.values()) {
            run(options(names, redis, quick, warmth).mode(Mode.Throughput).threads(CALLERS), rows);
            run(options(names, redis, quick, warmth).mode(Mode.SampleTime).threads(1), rows);
        }
        print(new ArrayList<>(rows.values()));
        Goals.print(rows);
        for (String topology : List.of("embedded", "client")) {
            String name = ColdTurns.NAME + "." + topology;
            if (names.isEmpty() || names.stream().anyMatch(name::contains)) {
                ColdTurns.print(topology, quick);
            }
        }
        if (quick) {
            System.out.println("A quick run: these figures mean nothing.");
        }
    }

    /** How long the compiler needs on two cores, by what is asked. */
    private enum Warmth {
        /** Half a minute for what stays in this process, or is Hazelcast's and Bucket4j's. */
        SHORT(15, ".*\\.cold.*"),
        /** A minute for Weir's way to the store and back. */
        LONG(30, "^(?!.*\\.cold).*$");

        private final int iterations;
        private final String others;

        Warmth(int iterations, String others) {
            this.iterations = iterations;
            this.others = others;
        }
    }

    private static ChainedOptionsBuilder options(List<String> names, boolean redis, boolean quick, Warmth warmth) {
        List<String> jvm = new ArrayList<>(JavaCommand.MODULE_ACCESS);
        jvm.add("-Xmx1500m");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .exclude(warmth.others)
                .warmupIterations(quick ? 1 : warmth.iterations)
                .warmupTime(TimeValue.seconds(quick ? 1 : 2))
                .measurementIterations(quick ? 1 : 4)
                .measurementTime(TimeValue.seconds(quick ? 1 : 2))
                .jvmArgsPrepend(jvm.toArray(String[]::new))
                .addProfiler(GCProfiler.class);
        if (!redis) {
            options.exclude("RedisBucketBenchmark");
        }
        if (names.isEmpty()) {
            options.include("dev.weir.drills.bench");
        }
        names.forEach(options::include);
        return options;
    }

    private static void run(ChainedOptionsBuilder options, Map<String, Row> rows) throws RunnerException {
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            for (RunResult result : results) {
                rows.computeIfAbsent(Row.name(result), Row::new).take(result);
            }
        } catch (NoBenchmarksException none) {
            // All that was asked for needs the other warmth.
            return;
        }
    }

    private static void print(List<Row> rows) {
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %d cores; decisions/s with %d callers, latency and allocation with one%n%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                CALLERS);
        System.out.println("| Benchmark | decisions/s | p50 µs | p99 µs | bytes | lease / store / share |");
        System.out.println("|---|---|---|---|---|---|");
        rows.forEach(row -> System.out.println(row.line()));
        System.out.println();
    }
}
