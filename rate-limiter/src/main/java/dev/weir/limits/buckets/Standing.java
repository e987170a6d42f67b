package dev.weir.limits.buckets;

/**
 * How one bucket stands after a visit.
 *
 * @param remaining tokens left, 0 to the capacity
 * @param resetsAtMillis when all of it is back, epoch milliseconds of the store
 * @param refused whether it is a reason for a refusal
 * @param bornMillis when it was started, 0 if it is not there
 * @param charged tokens spent in it, debt included
 * @param seeded false for a quota that waits for the ledger's figure
 */
public record Standing(
        long remaining, long resetsAtMillis, boolean refused, long bornMillis, long charged, boolean seeded) {}
