package dev.weir.api.gateway;

import dev.weir.api.endpoints.DirectRead;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.operations.RequestMetrics;
import dev.weir.api.plans.Policies;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts the {@link Gateway} around every resource method that is marked {@link Serves}. */
public final class GatewayFeature implements DynamicFeature {

    private final Passage passage;
    private final LongSupplier nanoTime;

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
        this.passage = new Passage(
                keys,
                policies,
                new Admission(limiter, billingPeriod),
                new LimitProblems(random),
                metering,
                new GatewayMetrics(registry, nanoTime));
        this.nanoTime = nanoTime;
    }

    /**
     * Puts the same way before Jersey for reads that do not need it.
     *
     * @param metrics counts them as Jersey's
     */
    public void installDirect(Environment environment, List<DirectRead> reads, RequestMetrics metrics) {
        FilterRegistration.Dynamic filter = environment
                .servlets()
                .addFilter(
                        "direct-reads",
                        new DirectReads(reads, passage, environment.getObjectMapper(), metrics, nanoTime));
        // Streams pass by it too.
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/2/*");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Serves serves = resource.getResourceMethod().getAnnotation(Serves.class);
        if (serves != null) {
            context.register(new Gateway(serves.value(), passage));
        }
    }
}
