package dev.weir.limits.buckets;

import java.util.List;

/** What a node wants done with one home, in one visit of the store. */
public sealed interface Operation {

    /**
     * Take my word for what I have spent, and let me spend more. The order of things: totals first, then wants in their
     * order, then wishes from what is left.
     *
     * @param number counts the exchanges of this node with this home; an owner that has seen a higher one does nothing
     * @param nodes how many nodes share the limits, at least 1
     * @param dry whether to answer only, and change nothing
     * @param claims the buckets concerned, at most {@link #MOST_CLAIMS}; no session twice
     * @param wants what requests are waiting for, at most {@link #MOST_WANTS}
     */
    record Exchange(long number, int nodes, boolean dry, List<Claim> claims, List<Want> wants) implements Operation {

        /** More claims than one visit takes. */
        public static final int MOST_CLAIMS = 128;

        /** More wants than one visit takes. */
        public static final int MOST_WANTS = 64;

        public Exchange {
            claims = List.copyOf(claims);
            wants = List.copyOf(wants);
        }
    }

    /**
     * The ledger's figure for a quota that was started without it. Counts once.
     *
     * @param ask the quota
     * @param bornMillis which bucket of it
     * @param spent what the ledger says was spent
     * @param charged what the bucket had charged when the ledger was asked: the figure holds it already
     */
    record Seeding(Ask ask, long bornMillis, long spent, long charged) implements Operation {}

    /** Touch nothing: does the store answer? */
    record Look() implements Operation {}
}
