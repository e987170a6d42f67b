package dev.weir.api.operations;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Puts into a server what operators need: request ids, metrics at {@code /prometheus} of the admin port, health. */
public final class Operations {

    private Operations() {}

    /**
     * Installs request ids and metrics.
     *
     * @param nanoTime times requests
     * @return counts the requests that Jersey does not see
     */
    public static RequestMetrics install(Environment environment, PrometheusRegistry registry, LongSupplier nanoTime) {
        environment
                .servlets()
                .addFilter("request-ids", new RequestIds(Operations::requestId))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR), false, "/*");
        RequestMetrics requests = new RequestMetrics(registry, nanoTime);
        environment.jersey().register(requests);
        JvmMetrics.builder().register(registry);
        registry.register(new DropwizardExports(environment.metrics()));
        environment
                .admin()
                .addServlet("prometheus", new PrometheusMetricsServlet(registry))
                .addMapping("/prometheus");
        return requests;
    }

    // Nobody must be unable to guess it, so it need not cost a secure one.
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Adds a health check under one of the names of {@link HealthPlan}. */
    public static void check(Environment environment, String name, Callable<HealthCheck.Result> question) {
        environment.healthChecks().register(name, new Check(question));
    }
}
