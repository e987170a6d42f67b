package dev.weir.limits.guard;

import dev.weir.limits.Refill;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Correction;

/**
 * What was spent of a bucket without the store's knowledge. It belongs to one window and dies with it.
 *
 * @param ask the bucket, and the capacity that {@code delta} is a part of
 * @param delta tokens to charge, negative for what must go back
 * @param bornMillis when the store's bucket was started, by the store's clock; 0 if unknown
 * @param sinceMillis when the spending began, by this node's time
 * @param endsMillis when the window ends, by this node's time
 */
record Debt(Ask ask, long delta, long bornMillis, long sinceMillis, long endsMillis) {

    boolean isOver(long nowMillis) {
        return endsMillis <= nowMillis;
    }

    /** Whether both are about the same window. Smooth limits have none. */
    boolean isWith(Debt other) {
        return bornMillis == other.bornMillis || ask.key().refill() == Refill.SMOOTH;
    }

    Debt plus(Debt other) {
        return new Debt(
                other.ask,
                delta + other.delta,
                other.bornMillis,
                Math.min(sinceMillis, other.sinceMillis),
                Math.max(endsMillis, other.endsMillis));
    }

    Debt atMost(long tokens) {
        return delta <= tokens ? this : new Debt(ask, tokens, bornMillis, sinceMillis, endsMillis);
    }

    Correction toCorrection(long nowMillis) {
        return new Correction(
                ask.key(),
                ask.capacity(),
                ask.periodMillis(),
                delta,
                Correction.Reason.DEBT,
                bornMillis,
                Math.max(0, nowMillis - sinceMillis),
                Math.max(0, endsMillis - nowMillis));
    }
}
