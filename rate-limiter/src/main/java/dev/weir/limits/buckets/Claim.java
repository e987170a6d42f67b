package dev.weir.limits.buckets;

/**
 * One bucket of an exchange.
 *
 * @param ask the bucket
 * @param held what the node holds of it
 * @param wish tokens that the node would like to hold beyond what is wanted now; granted only from plenty
 */
public record Claim(Ask ask, Held held, long wish) {

    /** A claim of a node that wants no lease. */
    public static Claim of(Ask ask, Held held) {
        return new Claim(ask, held, 0);
    }
}
