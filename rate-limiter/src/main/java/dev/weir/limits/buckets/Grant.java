package dev.weir.limits.buckets;

/**
 * How one bucket stands after an exchange.
 *
 * @param state what is there
 * @param ceiling tokens that the node may have spent in this session, in all
 * @param free tokens that belong to no node; negative for debt
 * @param bornMillis when the bucket was started, 0 if it is not there
 * @param leftMillis how long from now what was granted may be spent
 * @param resetsInMillis how long from now until all of it is back
 * @param charged tokens gone from the bucket, leases included
 * @param seeded false for a quota that waits for the ledger's figure
 * @param vanished whether the bucket had been lost before its time
 */
public record Grant(
        State state,
        long ceiling,
        long free,
        long bornMillis,
        long leftMillis,
        long resetsInMillis,
        long charged,
        boolean seeded,
        boolean vanished) {

    /** What is there of a bucket. */
    public enum State {
        /** It lives, and so does the session. */
        LIVE,
        /** There is none: it is full, and starts when something is charged. */
        ABSENT,
        /** The session is over: its window has ended, or the quota was rebuilt from the ledger. What it spent is settled. */
        OVER
    }
}
