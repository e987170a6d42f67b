package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import dev.weir.limits.Period;
import dev.weir.limits.Refill;

/**
 * Which bucket of a home is meant.
 *
 * @param refill part of the key, so that a limit that changes its kind starts anew instead of misreading old state
 * @param limit the limit's name
 * @param holder whose tokens they are
 * @param period the id of the billing period, empty for other limits
 */
public record BucketKey(Refill refill, String limit, String holder, String period) {

    /** The bucket that a demand is about. */
    public static BucketKey of(Demand demand) {
        return new BucketKey(
                demand.limit().refill(),
                demand.limit().name(),
                demand.holder(),
                demand.period().map(Period::id).orElse(""));
    }
}
