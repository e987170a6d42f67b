package dev.weir.limits.leases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the store has refused lately, so that it need not be asked again at once. Guarded by its {@link Home}. Times are
 * monotonic nanoseconds of this node.
 */
final class Refusal {

    /** A refusal is repeated from memory for this long at most: the tokens of other nodes may have come back since. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** No cost is that large. */
    private static final long NOTHING = Long.MAX_VALUE;

    private long refusedCost = NOTHING;
    private long untilNanos;
    private long waitUntilNanos;

    /** The store has refused that cost, and has said how long it must wait. */
    void take(long cost, long waitMillis, long nowNanos) {
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        waitUntilNanos = nowNanos + waitNanos;
        untilNanos = nowNanos + Math.min(LONGEST_NANOS, waitNanos);
        refusedCost = cost;
    }

    /** The store has said something newer. */
    void end() {
        refusedCost = NOTHING;
    }

    /** Whether the store has said so lately that this many tokens are not there. */
    boolean covers(long cost, long nowNanos) {
        return cost >= refusedCost && nowNanos - untilNanos < 0;
    }

    /** How long until the cost that was refused can pass. */
    Duration waitLeft(long nowNanos) {
        return Duration.ofNanos(Math.max(1, waitUntilNanos - nowNanos));
    }
}
