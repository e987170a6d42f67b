package dev.weir.limits.breaker;

import java.time.Duration;

/**
 * When to stop asking the store, and how to start again. The defaults are far below what libraries ship, because a
 * decision cannot wait for a hundred failures.
 *
 * @param consecutiveFailures that many in a row open it, at least 1
 * @param apart failures closer to each other than this count once in that row: calls that are under way together fail
 *     together when a collector, a scheduler or a host stops one of the two ends for a moment, and that is one event
 * @param failureShare that part of the calls in {@code window} opens it, above 0 and at most 1
 * @param callsForShare fewer calls than this in {@code window} are no evidence for {@code failureShare}
 * @param window how far back calls are counted
 * @param probeEvery how often an open breaker tries one call, give or take a fifth
 * @param ramp how long it takes from a tenth of the calls to all of them after a probe was answered
 */
public record BreakerSettings(
        int consecutiveFailures,
        Duration apart,
        double failureShare,
        int callsForShare,
        Duration window,
        Duration probeEvery,
        Duration ramp) {

    public BreakerSettings {
        if (consecutiveFailures < 1 || callsForShare < 1) {
            throw new IllegalArgumentException("consecutiveFailures and callsForShare must be at least 1, were "
                    + consecutiveFailures + " and " + callsForShare);
        }
        if (!(failureShare > 0 && failureShare <= 1)) {
            throw new IllegalArgumentException("failureShare must be above 0 and at most 1, was " + failureShare);
        }
        if (window.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("window must be at least 10 ms, was " + window);
        }
        if (apart.isNegative() || probeEvery.isNegative() || ramp.isNegative()) {
            throw new IllegalArgumentException("apart, probeEvery and ramp must not be negative, were " + apart + ", "
                    + probeEvery + " and " + ramp);
        }
    }

    /** 5 in a row, 10 ms apart, or a tenth of at least 20 calls in 1 s; a probe a second; a ramp of 10 s. */
    public static BreakerSettings defaults() {
        return new BreakerSettings(
                5,
                Duration.ofMillis(10),
                0.1,
                20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }
}
