package dev.weir.api.gateway;

import dev.weir.api.endpoints.Serves;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.plans.Policies;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts the {@link Gateway} around every resource method that is marked {@link Serves}. */
public final class GatewayFeature implements DynamicFeature {

    private final KeyDirectory keys;
    private final Policies policies;
    private final Admission admission;
    private final LimitProblems problems;
    private final Metering metering;
    private final GatewayMetrics metrics;

    /**
     * @param billingPeriod the billing period that is running now
     * @param nanoTime times decisions
     * @param random spreads {@code Retry-After}
     */
    public GatewayFeature(
            KeyDirectory keys,
            Policies policies,
            RateLimiter limiter,
            Supplier<Period> billingPeriod,
            Metering metering,
            PrometheusRegistry registry,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.keys = keys;
        this.policies = policies;
        this.admission = new Admission(limiter, billingPeriod);
        this.problems = new LimitProblems(random);
        this.metering = metering;
        this.metrics = new GatewayMetrics(registry, nanoTime);
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Serves serves = resource.getResourceMethod().getAnnotation(Serves.class);
        if (serves != null) {
            context.register(new Gateway(serves.value(), keys, policies, admission, problems, metering, metrics));
        }
    }
}
