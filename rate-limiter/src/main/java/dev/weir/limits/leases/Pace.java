package dev.weir.limits.leases;

import java.util.concurrent.TimeUnit;

/**
 * How fast tokens are spent, as the number spent in the last fifth of a second: what a lease must hold so that a key asks
 * about five times a second however fast it is. Guarded by its {@link Home}. Read only when an exchange is made, so that
 * spending itself does nothing for it.
 */
final class Pace {

    /** Of the design's lease formula: ⌈rate × 0.2 s⌉. */
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private long slotNanos;
    private long slotSpent;
    private double lastSlot;

    Pace(long nowNanos) {
        slotNanos = nowNanos;
    }

    /** The pace of a session that takes the place of another at the same key. */
    Pace next(long spentBefore, long nowNanos) {
        Pace next = new Pace(nowNanos);
        next.lastSlot = perSlot(spentBefore, nowNanos);
        return next;
    }

    /**
     * Tokens to hold beyond those that are needed now; none for a key that is slower than five a second, or than
     * {@code 5 / stretch}.
     *
     * @param stretch how many slots they are to last
     */
    long hold(long spent, double stretch, long nowNanos) {
        return (long) (perSlot(spent, nowNanos) * stretch);
    }

    private double perSlot(long spent, long nowNanos) {
        long elapsed = nowNanos - slotNanos;
        double inSlot = Math.max(0, spent - slotSpent);
        if (elapsed < SLOT_NANOS) {
            return inSlot + lastSlot * (SLOT_NANOS - elapsed) / SLOT_NANOS;
        }
        lastSlot = inSlot * SLOT_NANOS / elapsed;
        slotNanos = nowNanos;
        slotSpent = spent;
        return lastSlot;
    }
}
