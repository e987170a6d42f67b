package dev.weir.limits.guard;

import dev.weir.limits.breaker.BreakerSettings;
import java.time.Duration;

/**
 * How long a decision may take, and how much may be under way.
 *
 * @param deadline how long a decision waits for the store, 1 ms to 1 s. A decision that must also ask the ledger waits
 *     at most half as much again
 * @param callsInFlight store calls under way on this node, 1 to 10,000; a decision that finds them all taken is taken
 *     from the share
 * @param breaker when to stop asking the store
 * @param homesRemembered homes whose last known levels and shares are kept, at least 1; beyond that the least used are
 *     forgotten and start anew with a share of the whole
 */
public record GuardSettings(Duration deadline, int callsInFlight, BreakerSettings breaker, int homesRemembered) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    public GuardSettings {
        if (deadline.compareTo(SHORTEST) < 0 || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("deadline must be 1 ms to 1 s, was " + deadline);
        }
        if (callsInFlight < 1 || callsInFlight > 10_000) {
            throw new IllegalArgumentException("callsInFlight must be 1 to 10000, was " + callsInFlight);
        }
        if (homesRemembered < 1) {
            throw new IllegalArgumentException("homesRemembered must be at least 1, was " + homesRemembered);
        }
    }

    /** 25 ms, 64 calls, the breaker's defaults, 200,000 homes. */
    public static GuardSettings defaults() {
        return new GuardSettings(Duration.ofMillis(25), 64, BreakerSettings.defaults(), 200_000);
    }
}
