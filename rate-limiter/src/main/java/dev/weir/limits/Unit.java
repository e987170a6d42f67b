package dev.weir.limits;

/** What the tokens of a limit count. */
public enum Unit {
    /** Calls, whatever they return. */
    REQUESTS,
    /** Posts handed out. */
    POSTS,
    /** Things that are open at the same time: streams, exports. */
    CONCURRENT
}
