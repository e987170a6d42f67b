package dev.weir.limits.buckets;

import java.util.List;

/**
 * What came of one want.
 *
 * @param outcome what came of it
 * @param retryAfterMillis for {@link Outcome#DENIED}, how long until it can pass
 * @param refusing places of the claims that had too little; empty unless denied
 */
public record Verdict(Outcome outcome, long retryAfterMillis, List<Integer> refusing) {

    static final Verdict ALLOWED = new Verdict(Outcome.ALLOWED, 0, List.of());
    static final Verdict AGAIN = new Verdict(Outcome.AGAIN, 0, List.of());
    static final Verdict UNKNOWN_QUOTA = new Verdict(Outcome.UNKNOWN_QUOTA, 0, List.of());

    /** What can come of a want. */
    public enum Outcome {
        /** Every part has been added to what the node holds. */
        ALLOWED,
        /** Nothing was: at least one bucket, which was read, has too little. */
        DENIED,
        /** Nothing was: a session that it builds on is over. The node starts a new one and asks again. */
        AGAIN,
        /** Nothing was: a wanted quota's bucket is missing and the ledger has not been asked. */
        UNKNOWN_QUOTA
    }

    public Verdict {
        refusing = List.copyOf(refusing);
    }
}
