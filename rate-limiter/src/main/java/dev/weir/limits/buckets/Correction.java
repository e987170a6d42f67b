package dev.weir.limits.buckets;

/**
 * A charge or a return that comes after the decision.
 *
 * @param key the bucket
 * @param capacity what {@code delta} is a part of; another capacity by now scales it
 * @param periodMillis the length of a period, for a bucket that must be started
 * @param delta tokens to charge, negative to give back
 * @param reason why, and with it which bucket may be touched
 * @param bornMillis when the bucket of the decision was started, by the store's clock; 0 if the store never knew it
 * @param ageMillis how long before now the spending began
 * @param leftMillis how long from now the window lasts, at least 0
 */
public record Correction(
        BucketKey key,
        long capacity,
        long periodMillis,
        long delta,
        Reason reason,
        long bornMillis,
        long ageMillis,
        long leftMillis) {

    /** Why a bucket is corrected. */
    public enum Reason {
        /** A charge in this very bucket turned out different. Another bucket of the same key is left alone. */
        RECEIPT,
        /**
         * A node spent its share while the store was away. Goes into the same bucket, into one that was started before
         * the spending, or starts the window; never into a later one: debt dies with its window.
         */
        DEBT,
        /** The ledger's figure for a quota that was started without it. Counts once. */
        SEED
    }

    /** Corrects a charge that the store has made. */
    public static Correction receipt(Ask ask, long bornMillis, long delta) {
        return new Correction(ask.key(), ask.capacity(), ask.periodMillis(), delta, Reason.RECEIPT, bornMillis, 0, 0);
    }

    /**
     * Seeds a quota.
     *
     * @param base tokens its bucket had charged when the ledger was asked: the ledger's figure holds them already
     */
    public static Correction seed(Ask ask, long bornMillis, long spent, long base) {
        return new Correction(
                ask.key(),
                ask.capacity(),
                ask.periodMillis(),
                Math.max(0, spent - base),
                Reason.SEED,
                bornMillis,
                0,
                0);
    }
}
