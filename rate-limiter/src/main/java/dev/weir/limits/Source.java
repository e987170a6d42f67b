package dev.weir.limits;

/** What a decision was taken from. */
public enum Source {
    /** Tokens that the limit store had leased to this node before. The normal case for a limit in use. */
    LEASE,
    /** The limit store answered. */
    STORE,
    /** The store did not answer in time; this node's share of the last known remainder decided. */
    SHARE
}
