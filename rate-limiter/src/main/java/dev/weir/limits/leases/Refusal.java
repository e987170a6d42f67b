package dev.weir.limits.leases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the store has refused lately, so that it need not be asked again at once. Times are monotonic nanoseconds of this
 * node.
 *
 * @param cost what was refused, and so is whatever costs more
 * @param untilNanos how long that is believed
 * @param waitUntilNanos when the cost can pass, as the store said
 */
record Refusal(long cost, long untilNanos, long waitUntilNanos) {

    /** A refusal is repeated from memory for this long at most: the tokens of other nodes may have come back since. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The store has just refused that cost, and has said how long it must wait. */
    static Refusal of(long cost, long waitMillis, long nowNanos) {
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        return new Refusal(cost, nowNanos + Math.min(LONGEST_NANOS, waitNanos), nowNanos + waitNanos);
    }

    /** Whether the store has said so lately that this many tokens are not there. */
    boolean covers(long tokens, long nowNanos) {
        return tokens >= cost && nowNanos - untilNanos < 0;
    }

    /** How long until the cost that was refused can pass. */
    Duration waitLeft(long nowNanos) {
        return Duration.ofNanos(Math.max(1, waitUntilNanos - nowNanos));
    }
}
