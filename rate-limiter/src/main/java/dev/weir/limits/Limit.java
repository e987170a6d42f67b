package dev.weir.limits;

import java.time.Duration;

/**
 * How many tokens a holder may spend in one period.
 *
 * @param name stable and shown to the developer, for example {@code timeline-15m}: 1 to 64 characters of
 *     {@code a-z 0-9 - .}
 * @param unit what a token counts
 * @param capacity tokens per period, at least 1; more than one per nanosecond counts as one per nanosecond
 * @param period 1 s to 31 d; for {@link Refill#PERIOD} its nominal length, the true end is given by {@link Period}; for
 *     {@link Refill#RELEASE} how long the slots of a dead node stay taken
 * @param refill how tokens come back
 * @param onStoreLoss what happens while the limit store is away
 */
public record Limit(String name, Unit unit, long capacity, Duration period, Refill refill, OnStoreLoss onStoreLoss) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    public Limit {
        if (!name.matches("[a-z0-9.-]{1,64}")) {
            throw new IllegalArgumentException("a limit's name must match [a-z0-9.-]{1,64}, was \"" + name + "\"");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of " + name + " must be at least 1, was " + capacity);
        }
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("period of " + name + " must be 1 s to 31 d, was " + period);
        }
    }

    /** A window that starts with its first request and gives everything back at its end. */
    public static Limit window(String name, Unit unit, long capacity, Duration period) {
        return new Limit(name, unit, capacity, period, Refill.WINDOW, OnStoreLoss.SHARE);
    }

    /** A burst limit whose tokens drip. */
    public static Limit smooth(String name, Unit unit, long capacity, Duration period) {
        return new Limit(name, unit, capacity, period, Refill.SMOOTH, OnStoreLoss.SHARE);
    }

    /**
     * A limit on what is open at the same time.
     *
     * @param comesBackAfter how long after its node has died a slot is free again, 1 s to 31 d
     */
    public static Limit concurrent(String name, long capacity, Duration comesBackAfter) {
        return new Limit(name, Unit.CONCURRENT, capacity, comesBackAfter, Refill.RELEASE, OnStoreLoss.SHARE);
    }

    /** A quota of a billing period. */
    public static Limit quota(String name, Unit unit, long capacity) {
        return new Limit(name, unit, capacity, LONGEST, Refill.PERIOD, OnStoreLoss.SHARE);
    }
}
