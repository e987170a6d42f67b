package dev.weir.limits.buckets;

import java.util.List;

/**
 * What a visit of the store found.
 *
 * @param outcome what came of it
 * @param standings one for each ask, in order; empty when nothing was decided
 * @param retryAfterMillis for {@link Outcome#DENIED}, how long until it can pass
 * @param nowMillis the store's clock, epoch milliseconds
 * @param quarantined why the entry could not be read and was started anew, empty when it could
 * @param evicted buckets dropped because the home had too many
 */
public record Reply(
        Outcome outcome,
        List<Standing> standings,
        long retryAfterMillis,
        long nowMillis,
        String quarantined,
        int evicted) {

    /** What came of a visit. */
    public enum Outcome {
        /** All is charged. */
        ALLOWED,
        /** Nothing is charged: at least one bucket, which was read, has too little. */
        DENIED,
        /** Nothing is charged: a quota's bucket is missing and the ledger has not been asked. */
        UNKNOWN_QUOTA,
        /** There was nothing to decide. */
        DONE,
        /** The operation is of a version that this member does not speak; nothing was done. */
        NOT_UNDERSTOOD
    }

    public Reply {
        standings = List.copyOf(standings);
    }
}
