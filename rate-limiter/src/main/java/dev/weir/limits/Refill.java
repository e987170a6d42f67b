package dev.weir.limits;

/** How the tokens of a limit come back. */
public enum Refill {
    /** All at once, at the end of a window that starts with its first request. */
    WINDOW,
    /** Dripping evenly: {@code capacity} tokens in each period, never more than {@code capacity} held. */
    SMOOTH,
    /** Never; a new {@link Period} is a new bucket. */
    PERIOD,
    /**
     * When they are released, by {@link RateLimiter#settle} with 0. The node that took them keeps them alive; if it dies,
     * they come back after the limit's period.
     */
    RELEASE;

    /**
     * Whether tokens are counted, and not spent at a rate. When a plan changes, a count stays the same count: the
     * ledger's figure and the streams that are open do not change with the plan. A rate stays the same part.
     */
    public boolean isCount() {
        return this == PERIOD || this == RELEASE;
    }

    /** What is left of another capacity if that much is left of one. */
    public long carried(long left, long ofCapacity, long toCapacity) {
        return isCount() ? left + toCapacity - ofCapacity : Math.floorDiv(left * toCapacity, ofCapacity);
    }
}
