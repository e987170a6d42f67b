package dev.weir.limits;

import java.util.Map;

/**
 * Decides requests and takes back what they did not use. Thread-safe.
 *
 * <p>Neither method throws for a fault of the store, and neither waits for it longer than the configured deadline.
 */
public interface RateLimiter extends AutoCloseable {

    /** Decides all limits of a request at once: all of them are charged, or none is. */
    Decision decide(LimitRequest request);

    /**
     * What {@link #decide} would answer now. Nothing is charged and nothing is started, so the answer may be outdated at
     * once; an allowed one cannot be settled.
     */
    Decision would(LimitRequest request);

    /**
     * Replaces the reserved cost by the real one. Does not wait for the store. Each demand of the decision whose unit is
     * a key of {@code actual} ends up charged with that value; demands in other units stay as they were. What was not
     * used goes back only into the window or period it was taken from, so it dies with it. Call at most once for a
     * decision; a second call changes nothing.
     *
     * @param actual what was really used, for each unit; each at least 0
     * @throws IllegalArgumentException if a value is negative or another limiter took the decision
     */
    void settle(Decision.Allowed decision, Map<Unit, Long> actual);

    /** Whether the limit store answers, for health and metrics. */
    StoreHealth health();

    @Override
    void close();
}
