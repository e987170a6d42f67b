package dev.weir.limits;

/** What a decision was taken from. */
public enum Source {
    /** The limit store answered. */
    STORE,
    /** The store did not answer in time; this node's share of the last known remainder decided. */
    SHARE
}
