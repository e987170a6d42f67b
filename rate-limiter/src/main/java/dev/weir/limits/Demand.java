package dev.weir.limits;

import java.util.Optional;

/**
 * One limit that a request must pass, who holds it, and what the request spends of it.
 *
 * @param limit the limit
 * @param holder whose tokens they are, for example {@code app-17}: 1 to 64 characters, no personal data
 * @param cost tokens to spend, at least 0; a demand of 0 is consulted and shown but never refuses
 * @param period present exactly for {@link Refill#PERIOD}
 */
public record Demand(Limit limit, String holder, long cost, Optional<Period> period) {

    private static final int LONGEST_HOLDER = 64;

    public Demand {
        if (holder.isEmpty() || holder.length() > LONGEST_HOLDER) {
            throw new IllegalArgumentException("the holder of " + limit.name() + " has 1 to " + LONGEST_HOLDER
                    + " characters, this one has " + holder.length());
        }
        if (cost < 0) {
            throw new IllegalArgumentException("cost of " + limit.name() + " must be at least 0, was " + cost);
        }
        if ((limit.refill() == Refill.PERIOD) != period.isPresent()) {
            throw new IllegalArgumentException(limit.name() + ": a quota names its period, other limits do not");
        }
    }

    /** A demand on a window or a burst limit. */
    public static Demand of(Limit limit, String holder, long cost) {
        return new Demand(limit, holder, cost, Optional.empty());
    }

    /** A demand on a quota. */
    public static Demand of(Limit limit, String holder, long cost, Period period) {
        return new Demand(limit, holder, cost, Optional.of(period));
    }
}
