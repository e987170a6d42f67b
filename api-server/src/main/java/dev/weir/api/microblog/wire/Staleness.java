package dev.weir.api.microblog.wire;

import dev.weir.api.microblog.CachedMicroblog;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.time.Duration;
import java.util.Optional;

/**
 * Marks the answers that came from memory because the database did not give them: with their age in {@code meta}, and in the
 * header {@code weir-degraded}. Whoever shows them knows that they are not news.
 *
 * <p>What the limits say of themselves in that header stands before it, as their filter is done by then. A call is served on
 * one thread from filter to filter; what is recalled on it meanwhile is the call's.
 */
@Priority(Priorities.HEADER_DECORATOR)
public final class Staleness implements CachedMicroblog.Recall, ContainerRequestFilter, ContainerResponseFilter {

    private static final String HEADER = "weir-degraded";

    private final ThreadLocal<Optional<Duration>> oldest = ThreadLocal.withInitial(Optional::empty);

    @Override
    public void remembered(Duration age) {
        boolean isOlder = oldest.get().isEmpty() || age.compareTo(oldest.get().get()) > 0;
        if (isOlder) {
            oldest.set(Optional.of(age));
        }
    }

    /** From now on this thread serves another request. */
    public void begin() {
        oldest.remove();
    }

    /** The age of the oldest that was recalled for this thread's request; empty if all of its answer is news. */
    public Optional<Duration> oldest() {
        return oldest.get();
    }

    @Override
    public void filter(ContainerRequestContext request) {
        begin();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Optional<Duration> age = oldest.get();
        oldest.remove();
        if (age.isPresent() && response.getEntity() instanceof Answer answer) {
            response.setEntity(answer.asOf(age.get()));
            response.getHeaders().add(HEADER, "data;age=" + age.get().toSeconds());
        }
    }
}
