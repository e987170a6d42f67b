package dev.weir.limits.guard;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How many nodes share the limits. Thread-safe.
 *
 * <p>Not how many this node sees: in a partition each side sees few, and would take large shares. The count follows a
 * larger membership at once, and a smaller one only after the store has answered with it for a minute.
 */
public final class AgreedNodes {

    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final IntSupplier live;
    private volatile int agreed = 1;
    private int candidate;
    private long candidateSinceNanos;

    private AgreedNodes(IntSupplier live) {
        this.live = live;
    }

    /** A number that the operator knows. */
    public static AgreedNodes fixed(int nodes) {
        AgreedNodes agreed = new AgreedNodes(() -> nodes);
        agreed.agreed = Math.max(1, nodes);
        return agreed;
    }

    /** A number that follows the membership of a cluster. */
    public static AgreedNodes following(IntSupplier live) {
        AgreedNodes agreed = new AgreedNodes(live);
        agreed.agreed = Math.max(1, live.getAsInt());
        return agreed;
    }

    /** How many there are, at least 1. */
    public int count() {
        return agreed;
    }

    /** Looks at the membership. {@code answering} is whether the store has answered lately. */
    public synchronized void observe(boolean answering, long nowNanos) {
        int seen = live.getAsInt();
        if (!answering || seen < 1 || seen == agreed) {
            candidate = 0;
        } else if (seen > agreed) {
            agreed = seen;
            candidate = 0;
        } else if (seen != candidate) {
            candidate = seen;
            candidateSinceNanos = nowNanos;
        } else if (nowNanos - candidateSinceNanos >= SETTLED.toNanos()) {
            agreed = seen;
            candidate = 0;
        }
    }
}
