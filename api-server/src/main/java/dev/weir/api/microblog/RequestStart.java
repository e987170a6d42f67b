package dev.weir.api.microblog;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When the request that this thread serves began: what is remembered need only be as new as that, so several reads of one
 * request share one check.
 */
public final class RequestStart implements ContainerRequestFilter, ContainerResponseFilter {

    private static final ThreadLocal<Long> NANOS = new ThreadLocal<>();

    private final LongSupplier nanoTime;

    public RequestStart(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The time that answers of this thread must be as new as: that of its request's start, or now. */
    static long orNow(LongSupplier nanoTime) {
        Long start = NANOS.get();
        return start == null ? nanoTime.getAsLong() : start;
    }

    /** From now on this thread serves a request that began at this time. */
    static void begin(long nanos) {
        NANOS.set(nanos);
    }

    /** This thread no longer serves it. */
    static void end() {
        NANOS.remove();
    }

    /** Serves a request that begins now. */
    public <T> T during(Supplier<T> request) {
        begin(nanoTime.getAsLong());
        try {
            return request.get();
        } finally {
            end();
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        begin(nanoTime.getAsLong());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        end();
    }
}
