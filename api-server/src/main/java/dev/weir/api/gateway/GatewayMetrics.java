package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.limits.Decision;
import dev.weir.limits.Level;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the gateway counts: decisions by endpoint, plan, outcome and source, and the limits that refused. */
final class GatewayMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayMetrics.class);

    private static final double NANOS = 1e9;

    private final Counter decisions;
    private final Histogram waits;
    private final LongSupplier nanoTime;
    private final Counter refusals;
    private final Counter keysUnavailable;

    GatewayMetrics(PrometheusRegistry registry, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        waits = Histogram.builder()
                .name("weir_limit_decision_seconds")
                .help("Time that a request waited for its limit decision")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(0.00001, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5)
                .register(registry);
        decisions = Counter.builder()
                .name("weir_limit_decisions_total")
                .help("Limit decisions, by where they were taken from")
                .labelNames("endpoint", "plan", "outcome", "source")
                .withoutExemplars()
                .register(registry);
        refusals = Counter.builder()
                .name("weir_limit_refusals_total")
                .help("Limits that refused a request")
                .labelNames("limit", "plan")
                .register(registry);
        keysUnavailable = Counter.builder()
                .name("weir_keys_unavailable_total")
                .help("Requests answered 503 because their key could not be looked up")
                .register(registry);
    }

    /** Takes a decision, and counts it and the time it took. */
    Optional<Decision> timed(Call call, Supplier<Optional<Decision>> decide) {
        long started = nanoTime.getAsLong();
        Optional<Decision> decided = decide.get();
        waits.observe((nanoTime.getAsLong() - started) / NANOS);
        decided.ifPresent(decision -> count(call, decision));
        return decided;
    }

    private void count(Call call, Decision decision) {
        String plan = call.policy().plan();
        String source = decision.source().name().toLowerCase(Locale.ROOT);
        decisions
                .labelValues(call.policy().endpoint().id(), plan, outcome(decision), source)
                .inc();
        if (!(decision instanceof Decision.Allowed)) {
            for (Level level : decision.levels()) {
                if (level.refused()) {
                    refusals.labelValues(level.limit().name(), plan).inc();
                }
            }
        }
    }

    void keysUnavailable(Exception cause) {
        keysUnavailable.inc();
        LOG.debug("a key could not be looked up", cause);
    }

    private static String outcome(Decision decision) {
        if (decision instanceof Decision.Allowed) {
            return "allowed";
        }
        return decision instanceof Decision.Denied ? "denied" : "reduced";
    }
}
