package dev.weir.limits.buckets;

import java.util.List;

/**
 * What a visit of the store found.
 *
 * @param outcome what came of it
 * @param grants one for each claim, in order; empty when nothing was done
 * @param verdicts one for each want, in order; empty when nothing was done
 * @param nowMillis the store's clock, epoch milliseconds
 * @param quarantined why the entry could not be read and was started anew, empty when it could
 * @param evicted buckets dropped because the home had too many
 */
public record Reply(
        Outcome outcome, List<Grant> grants, List<Verdict> verdicts, long nowMillis, String quarantined, int evicted) {

    /** What came of a visit. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** A later exchange of the same node was here before; nothing was done. */
        STALE,
        /** The operation is of a version that this member does not speak; nothing was done. */
        NOT_UNDERSTOOD
    }

    public Reply {
        grants = List.copyOf(grants);
        verdicts = List.copyOf(verdicts);
    }

    /** A reply about nothing in particular. */
    static Reply bare(Outcome outcome, long nowMillis) {
        return new Reply(outcome, List.of(), List.of(), nowMillis, "", 0);
    }
}
