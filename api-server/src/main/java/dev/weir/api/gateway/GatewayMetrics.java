package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.limits.Decision;
import dev.weir.limits.Level;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the gateway counts: decisions by endpoint, plan, outcome and source, and the limits that refused. */
final class GatewayMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayMetrics.class);

    private final Counter decisions;
    private final Counter refusals;
    private final Counter keysUnavailable;

    GatewayMetrics(PrometheusRegistry registry) {
        decisions = Counter.builder()
                .name("weir_limit_decisions_total")
                .help("Limit decisions, by where they were taken from")
                .labelNames("endpoint", "plan", "outcome", "source")
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

    void decided(Endpoint endpoint, Call call, Decision decision) {
        String plan = call.policy().plan();
        String source = decision.source().name().toLowerCase(Locale.ROOT);
        decisions.labelValues(endpoint.id(), plan, outcome(decision), source).inc();
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
