package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import dev.weir.limits.Refill;

/**
 * What a request wants of one bucket.
 *
 * @param key the bucket
 * @param capacity tokens per period that the asking node believes in
 * @param periodMillis the length of a period
 * @param periodEndsMillis when a billing period ends, epoch milliseconds; 0 for other limits
 * @param cost tokens to charge; 0 only looks
 * @param seed what is known of a quota's use, in case its bucket is missing
 */
public record Ask(BucketKey key, long capacity, long periodMillis, long periodEndsMillis, long cost, Seed seed) {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Asks what a demand says, knowing nothing of the quota's past use. */
    public static Ask of(Demand demand) {
        long periodMillis = demand.limit().period().toMillis();
        return new Ask(
                BucketKey.of(demand),
                // Bucket4j's arithmetic ends at one token per nanosecond.
                Math.min(demand.limit().capacity(), periodMillis * NANOS_PER_MILLI),
                periodMillis,
                demand.period().map(period -> period.ends().toEpochMilli()).orElse(0L),
                demand.cost(),
                Seed.unasked());
    }

    /** The same with what the ledger said. */
    public Ask with(Seed known) {
        return new Ask(key, capacity, periodMillis, periodEndsMillis, cost, known);
    }

    boolean isQuota() {
        return key.refill() == Refill.PERIOD;
    }
}
