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
    RELEASE
}
