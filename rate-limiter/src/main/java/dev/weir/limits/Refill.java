package dev.weir.limits;

/** How the tokens of a limit come back. */
public enum Refill {
    /** All at once, at the end of a window that starts with its first request. */
    WINDOW,
    /** Dripping evenly: {@code capacity} tokens in each period, never more than {@code capacity} held. */
    SMOOTH,
    /** Never; a new {@link Period} is a new bucket. */
    PERIOD
}
