package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import dev.weir.limits.Refill;

/**
 * Which bucket a node means, and what it believes that bucket to be.
 *
 * @param key the bucket
 * @param capacity tokens per period that the asking node believes in
 * @param periodMillis the length of a period
 * @param periodEndsMillis when a billing period ends, epoch milliseconds; 0 for other limits
 * @param seed what is known of a quota's use, in case its bucket is missing
 */
public record Ask(BucketKey key, long capacity, long periodMillis, long periodEndsMillis, Seed seed) {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Asks for the bucket of a demand, knowing nothing of a quota's past use. */
    public static Ask of(Demand demand) {
        long periodMillis = demand.limit().period().toMillis();
        return new Ask(
                BucketKey.of(demand),
                // Bucket4j's arithmetic ends at one token per nanosecond.
                Math.min(demand.limit().capacity(), periodMillis * NANOS_PER_MILLI),
                periodMillis,
                demand.period().map(period -> period.ends().toEpochMilli()).orElse(0L),
                Seed.unasked());
    }

    /** The same with what the ledger said. */
    public Ask with(Seed known) {
        return new Ask(key, capacity, periodMillis, periodEndsMillis, known);
    }

    /** Whether it is a quota: its period ends when the caller says. */
    public boolean isQuota() {
        return key.refill() == Refill.PERIOD;
    }
}
