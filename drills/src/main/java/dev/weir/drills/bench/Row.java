package dev.weir.drills.bench;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** What was measured of one benchmark. */
final class Row {

    private static final String PACKAGE = "dev.weir.drills.bench.";

    private final String name;
    private double perSecond = Double.NaN;
    private double median = Double.NaN;
    private double percentile99 = Double.NaN;
    private double bytes = Double.NaN;
    private String sources = "";

    Row(String name) {
        this.name = name;
    }

    /** {@code Weir.coldKey client} for {@code WeirBenchmark.coldKey} with that topology. */
    static String name(RunResult result) {
        String topology = result.getParams().getParam("topology");
        return result.getParams().getBenchmark().replace(PACKAGE, "").replace("Benchmark.", ".")
                + (topology == null ? "" : " " + topology);
    }

    /** Takes the figures of one mode. */
    void take(RunResult result) {
        if (result.getParams().getMode() == Mode.Throughput) {
            perSecond = result.getPrimaryResult().getScore();
            sources = sources(result.getSecondaryResults());
            return;
        }
        Statistics seconds = result.getPrimaryResult().getStatistics();
        median = seconds.getPercentile(50) * 1e6;
        percentile99 = seconds.getPercentile(99) * 1e6;
        result.getSecondaryResults().forEach((label, figure) -> {
            if (label.contains("gc.alloc.rate.norm")) {
                bytes = figure.getScore();
            }
        });
    }

    private static String sources(@SuppressWarnings("rawtypes") Map<String, Result> figures) {
        if (!figures.containsKey("lease")) {
            return "";
        }
        double lease = score(figures.get("lease"));
        double store = score(figures.get("store"));
        double share = score(figures.get("share"));
        double all = lease + store + share;
        return String.format(
                Locale.ROOT, "%.1f / %.1f / %.1f %%", 100 * lease / all, 100 * store / all, 100 * share / all);
    }

    private static double score(@Nullable Result<?> figure) {
        return figure == null ? 0 : figure.getScore();
    }

    /** Decisions a second; not a number if it was not measured. */
    double perSecond() {
        return perSecond;
    }

    /** Half of the decisions take no longer than this, µs; not a number if it was not measured. */
    double median() {
        return median;
    }

    /** As a line of a table. */
    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.0f | %s |",
                name,
                perSecond,
                median,
                percentile99,
                bytes,
                sources);
    }
}
