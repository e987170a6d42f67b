package dev.weir.api.operations;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.function.LongSupplier;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * Times every request, by route and status, in the names and buckets of OpenTelemetry's HTTP conventions. The route is
 * the endpoint's template, never the address, so that the number of series stays small.
 */
@PreMatching
public final class RequestMetrics implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String STARTED = RequestMetrics.class.getName();
    private static final double NANOS = 1e9;

    private final Histogram durations;
    private final LongSupplier nanoTime;

    public RequestMetrics(PrometheusRegistry registry, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.durations = Histogram.builder()
                .name("http_server_request_duration_seconds")
                .help("Time from a request's arrival at its resource to the start of its answer")
                .labelNames("http_route", "http_response_status_code")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
                .register(registry);
    }

    /** Counts a request that was served without Jersey, and began at this time. */
    public void served(Endpoint endpoint, int status, long startedNanos) {
        observe(endpoint.id(), status, startedNanos);
    }

    private void observe(String route, int status, long startedNanos) {
        durations.labelValues(route, Integer.toString(status)).observe((nanoTime.getAsLong() - startedNanos) / NANOS);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(STARTED, nanoTime.getAsLong());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(STARTED) instanceof Long started) {
            observe(route(request), response.getStatus(), started);
        }
    }

    private static String route(ContainerRequestContext request) {
        if (request.getUriInfo() instanceof ExtendedUriInfo uri) {
            ResourceMethod method = uri.getMatchedResourceMethod();
            if (method != null) {
                Serves serves = method.getInvocable().getHandlingMethod().getAnnotation(Serves.class);
                return serves == null
                        ? method.getInvocable().getHandlingMethod().getName()
                        : serves.value().id();
            }
        }
        return "none";
    }
}
