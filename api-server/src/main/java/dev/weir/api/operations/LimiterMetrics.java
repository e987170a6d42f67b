package dev.weir.api.operations;

import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterStats;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the limiter does, for Prometheus. */
public final class LimiterMetrics implements LimiterObserver {

    private static final Logger LOG = LoggerFactory.getLogger(LimiterMetrics.class);
    private static final double NANOS = 1e9;

    private final Histogram storeCalls;

    public LimiterMetrics(PrometheusRegistry registry) {
        storeCalls = Histogram.builder()
                .name("weir_limit_store_call_seconds")
                .help("Time that calls to the limit store took, by how they ended")
                .labelNames("outcome")
                .classicOnly()
                .classicUpperBounds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1)
                .register(registry);
    }

    @Override
    public void storeCalled(long nanos, StoreCall outcome) {
        storeCalls.labelValues(outcome.name().toLowerCase(Locale.ROOT)).observe(nanos / NANOS);
    }

    @Override
    public void quarantined(String home, String reason) {
        LOG.error("The limits of {} could not be read and were started anew: {}", home, reason);
    }

    @Override
    public void vanished(String home, String limit) {
        LOG.error(
                "The limit store has lost {} of {} before its time; see weir_limit_vanished_buckets_total",
                limit,
                home);
    }

    /**
     * Publishes the limiter's own counts.
     *
     * @param members members of the store's cluster that this node sees now
     */
    public void publish(PrometheusRegistry registry, Supplier<LimiterStats> stats, IntSupplier members) {
        GaugeWithCallback.builder()
                .name("weir_limit_store_members")
                .help("Members of the limit store's cluster that this gateway sees")
                .callback(gauge -> gauge.call(members.getAsInt()))
                .register(registry);
        counter(
                registry,
                "weir_limit_store_not_asked_total",
                "Decisions that did not ask the store: breaker open, or" + " too many calls in flight",
                stats,
                LimiterStats::storeNotAsked);
        counter(
                registry,
                "weir_limit_breaker_opened_total",
                "How often the breaker in front of the store has opened",
                stats,
                LimiterStats::breakerOpened);
        counter(
                registry,
                "weir_limit_quarantined_entries_total",
                "Entries of the store that could not be read and were" + " started anew",
                stats,
                LimiterStats::quarantinedEntries);
        counter(
                registry,
                "weir_limit_evicted_buckets_total",
                "Buckets dropped because an account had too many",
                stats,
                LimiterStats::evictedBuckets);
        counter(
                registry,
                "weir_limit_vanished_buckets_total",
                "Buckets that the store had lost before their time was over",
                stats,
                LimiterStats::vanishedBuckets);
        counter(
                registry,
                "weir_limit_ghost_grants_total",
                "Grants that came after their caller had given up; taken over or handed back",
                stats,
                LimiterStats::ghostGrants);
        gauge(
                registry,
                "weir_limit_leased_tokens",
                "Tokens leased to this gateway and not spent",
                stats,
                LimiterStats::leasedTokens);
        gauge(
                registry,
                "weir_limit_borrowed_tokens",
                "Tokens admitted from shares that the store has not confirmed",
                stats,
                LimiterStats::borrowedTokens);
        gauge(
                registry,
                "weir_limit_over_admission_bound",
                "The most that this gateway's open shares can admit beyond the limits, in tokens",
                stats,
                LimiterStats::overAdmissionBound);
        gauge(
                registry,
                "weir_limit_store_calls_in_flight",
                "Calls to the store under way",
                stats,
                LimiterStats::callsInFlight);
        gauge(
                registry,
                "weir_limit_breaker_open",
                "1 while the breaker is not closed",
                stats,
                now -> now.breaker().equals("closed") ? 0 : 1);
        gauge(
                registry,
                "weir_limit_owing_homes",
                "Accounts with something to tell the store",
                stats,
                LimiterStats::owingHomes);
        gauge(
                registry,
                "weir_limit_unseeded_quotas",
                "Quotas that wait for the ledger's figure",
                stats,
                LimiterStats::unseededQuotas);
        gauge(
                registry,
                "weir_limit_agreed_nodes",
                "Nodes that shares are divided by",
                stats,
                LimiterStats::agreedNodes);
    }

    private static void counter(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<LimiterStats> stats,
            ToDoubleFunction<LimiterStats> figure) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(counter -> counter.call(figure.applyAsDouble(stats.get())))
                .register(registry);
    }

    private static void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<LimiterStats> stats,
            ToDoubleFunction<LimiterStats> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(figure.applyAsDouble(stats.get())))
                .register(registry);
    }
}
