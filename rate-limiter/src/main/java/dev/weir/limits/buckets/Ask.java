package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import dev.weir.limits.Refill;

/**
 * Which bucket a node means, and what it believes that bucket to be.
 *
 * @param form the bucket's key, ready to be sent
 * @param capacity tokens per period that the asking node believes in
 * @param periodMillis the length of a period
 * @param periodEndsMillis when a billing period ends, epoch milliseconds; 0 for other limits
 * @param seed what is known of a quota's use, in case its bucket is missing
 */
public record Ask(KeyForm form, long capacity, long periodMillis, long periodEndsMillis, Seed seed) {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Asks for the bucket of a demand, knowing nothing of a quota's past use. */
    public static Ask of(Demand demand) {
        long periodMillis = demand.limit().period().toMillis();
        return new Ask(
                KeyForm.of(BucketKey.of(demand)),
                // Bucket4j's arithmetic ends at one token per nanosecond.
                Math.min(demand.limit().capacity(), periodMillis * NANOS_PER_MILLI),
                periodMillis,
                demand.period().map(period -> period.ends().toEpochMilli()).orElse(0L),
                Seed.unasked());
    }

    /** The same with what the ledger said. */
    public Ask with(Seed known) {
        return new Ask(form, capacity, periodMillis, periodEndsMillis, known);
    }

    /** The bucket. */
    public BucketKey key() {
        return form.key();
    }

    /** How its tokens come back. */
    public Refill refill() {
        return form.refill();
    }

    /** Whether it is a quota: its period ends when the caller says. */
    public boolean isQuota() {
        return form.refill() == Refill.PERIOD;
    }
}
