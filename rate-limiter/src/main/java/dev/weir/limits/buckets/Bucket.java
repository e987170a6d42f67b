package dev.weir.limits.buckets;

import dev.weir.limits.Refill;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState64BitsInteger;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/**
 * The tokens of one limit of one holder, for one window or period: Bucket4j's arithmetic inside Weir's idea of when a
 * bucket begins and ends, and what each node holds of them. Not thread-safe.
 *
 * <p>Bucket4j sees every limit as a greedy bandwidth. Only {@link Refill#SMOOTH} is ever told to refill; the others hold
 * what they hold until they end and are dropped whole. The greedy form is used for them too because it alone keeps
 * fractions of a token, without which a capacity changed to a tenth and back would lose tokens.
 */
public final class Bucket {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    /**
     * How long a quota's bucket outlives its period, milliseconds: a gateway whose clock is late may still name it, and
     * the period's id keeps it apart from the next one.
     */
    private static final long LATE_CALLERS_MILLIS = Duration.ofHours(1).toMillis();

    private static final long LONGEST_MILLIS = Duration.ofDays(366).toMillis();
    /** Of a token. Doubles carry proportions; what is this near to a whole token is one. */
    private static final double ROUNDING = 1e-6;

    private final Refill refill;
    private final Holdings holdings;
    private long bornMillis;
    private long endsMillis;
    private long capacity;
    private long periodMillis;
    private boolean seeded;
    private BucketState64BitsInteger state;

    private Bucket(
            Refill refill,
            long bornMillis,
            long endsMillis,
            long capacity,
            long periodMillis,
            boolean seeded,
            BucketState64BitsInteger state,
            Holdings holdings) {
        this.refill = refill;
        this.bornMillis = bornMillis;
        this.endsMillis = endsMillis;
        this.capacity = capacity;
        this.periodMillis = periodMillis;
        this.seeded = seeded;
        this.state = state;
        this.holdings = holdings;
    }

    /** A full bucket whose window starts now. */
    static Bucket full(Ask ask, long nowMillis) {
        long ends = ask.isQuota() ? ask.periodEndsMillis() : nowMillis + ask.periodMillis();
        return full(ask.refill(), ask.capacity(), ask.periodMillis(), nowMillis, ends);
    }

    /** A full bucket whose window is given. */
    public static Bucket full(Refill refill, long capacity, long periodMillis, long bornMillis, long endsMillis) {
        BucketState64BitsInteger state =
                new BucketState64BitsInteger(Configurations.of(capacity, periodMillis), bornMillis * NANOS_PER_MILLI);
        return new Bucket(refill, bornMillis, endsMillis, capacity, periodMillis, true, state, new Holdings());
    }

    /** A bucket as it was written down. */
    static Bucket restored(
            Refill refill,
            long bornMillis,
            long endsMillis,
            long capacity,
            long periodMillis,
            boolean seeded,
            TokenState tokens,
            Holdings holdings) {
        if (!canHold(capacity, periodMillis)) {
            throw new MalformedBytesException(capacity + " tokens in " + periodMillis + " ms cannot be kept");
        }
        BucketState64BitsInteger state = tokens.toState(Configurations.of(capacity, periodMillis));
        return new Bucket(refill, bornMillis, endsMillis, capacity, periodMillis, seeded, state, holdings);
    }

    /** Whether Bucket4j's arithmetic, which ends at one token per nanosecond, can keep such a limit. */
    static boolean canHold(long capacity, long periodMillis) {
        return capacity >= 1
                && periodMillis >= 1
                && periodMillis <= LONGEST_MILLIS
                && capacity <= periodMillis * NANOS_PER_MILLI;
    }

    /** Lets time do its work: tokens drip in, and the slots of dead nodes come back. Call before reading anything. */
    public void advance(long nowMillis) {
        if (refill == Refill.SMOOTH) {
            state.refillAllBandwidth(nowMillis * NANOS_PER_MILLI);
        } else if (refill == Refill.RELEASE) {
            for (Holding silent : holdings.removeSilent(nowMillis - periodMillis)) {
                correct(-silent.total(), silent.capacity());
            }
        }
    }

    /** Tokens that may be spent; negative for debt. */
    public long available() {
        return state.getAvailableTokens();
    }

    /** Tokens gone from the capacity and not given back by time. */
    public long charged() {
        return capacity - available();
    }

    /** Takes tokens, into debt if need be. */
    public void charge(long tokens) {
        state.consume(tokens);
    }

    /** Gives tokens back, never beyond the capacity. */
    private void giveBack(long tokens) {
        state.addTokens(tokens);
    }

    /** Charges what is positive, gives back what is negative. */
    public void correct(long delta) {
        if (delta > 0) {
            charge(delta);
        } else if (delta < 0) {
            giveBack(-delta);
        }
    }

    /** The same for tokens that are a part of another capacity, to the fraction of a token. */
    void correct(long delta, long ofCapacity) {
        if (ofCapacity == capacity || refill.isCount()) {
            correct(delta);
            return;
        }
        double exact = (double) delta * capacity / ofCapacity;
        long whole = (long) Math.ceil(exact);
        long periodNanos = periodMillis * NANOS_PER_MILLI;
        TokenState numbers = TokenState.of(state);
        // What was taken too much by rounding up goes back as a fraction.
        long fraction = numbers.fraction() + (long) ((whole - exact) * periodNanos);
        long carry = fraction >= periodNanos * (1 - ROUNDING) ? 1 : 0;
        long tokens = Math.min(capacity, numbers.tokens() - whole + carry);
        long left = tokens == capacity ? 0 : Math.max(0, fraction - carry * periodNanos);
        state = new TokenState(numbers.format(), numbers.refilledNanos(), tokens, left)
                .toState(Configurations.of(capacity, periodMillis));
    }

    /**
     * Takes over another capacity or period. A rate carries the consumption over in proportion: half spent stays half
     * spent, there and back. A window keeps its start; a shorter period ends it earlier. What is counted, posts of a
     * quota or slots, stays as many: who has bought a larger quota may use all that it adds.
     */
    public void resize(long newCapacity, long newPeriodMillis, long nowMillis) {
        if (newCapacity == capacity && newPeriodMillis == periodMillis) {
            return;
        }
        BucketConfiguration configuration = Configurations.of(newCapacity, newPeriodMillis);
        if (refill.isCount()) {
            TokenState numbers = TokenState.of(state);
            long tokens = numbers.tokens() + newCapacity - capacity;
            state = new TokenState(numbers.format(), numbers.refilledNanos(), tokens, 0).toState(configuration);
        } else {
            carryInProportion(configuration, newPeriodMillis, nowMillis);
        }
        if (refill == Refill.WINDOW) {
            endsMillis = endsMillis - periodMillis + newPeriodMillis;
        }
        capacity = newCapacity;
        periodMillis = newPeriodMillis;
    }

    private void carryInProportion(BucketConfiguration configuration, long newPeriodMillis, long nowMillis) {
        state = (BucketState64BitsInteger) state.replaceConfiguration(
                configuration, TokensInheritanceStrategy.PROPORTIONALLY, nowMillis * NANOS_PER_MILLI);
        long periodNanos = newPeriodMillis * NANOS_PER_MILLI;
        TokenState numbers = TokenState.of(state);
        if (periodNanos - numbers.fraction() < periodNanos * ROUNDING) {
            state = new TokenState(numbers.format(), numbers.refilledNanos(), numbers.tokens() + 1, 0)
                    .toState(configuration);
        }
    }

    /** Follows the end that the caller knows: a billing period may be cut short or prolonged. */
    void endPeriodAt(long newEndsMillis) {
        endsMillis = newEndsMillis;
    }

    /**
     * Takes in the other half of a bucket that a split has doubled, so that what either side admitted stays charged.
     * Sessions are one node's word each: the later word counts. What belongs to no session was there before the split,
     * or was seeded on one side, and is the larger of both. A smooth limit keeps the lower level: it forgets within a
     * period what the other side has spent.
     */
    void merge(Bucket other, long nowMillis) {
        advance(nowMillis);
        other.advance(nowMillis);
        other.resize(capacity, periodMillis, nowMillis);
        if (refill == Refill.SMOOTH) {
            holdings.merge(other.holdings);
            correct(available() - Math.min(available(), other.available()));
            return;
        }
        long nobodys = Math.max(nobodys(), other.nobodys());
        holdings.merge(other.holdings);
        correct(nobodys + held() - charged());
        bornMillis = Math.min(bornMillis, other.bornMillis);
        endsMillis = refill == Refill.WINDOW ? Math.min(endsMillis, other.endsMillis) : endsMillis;
        seeded |= other.seeded;
    }

    private long nobodys() {
        return charged() - held();
    }

    private long held() {
        return refill.isCount() ? holdings.total() : holdings.total(capacity);
    }

    /** When all of it is back, epoch milliseconds. */
    public long resetsAtMillis(long nowMillis) {
        return switch (refill) {
            case WINDOW, PERIOD -> endsMillis;
            case SMOOTH -> nowMillis + ceilMillis(state.calculateFullRefillingTime(nowMillis * NANOS_PER_MILLI));
            case RELEASE -> nowMillis + periodMillis;
        };
    }

    /**
     * How long until that many tokens are there, if nobody else takes them, milliseconds; at least 1. A cost above the
     * capacity waits until the bucket is whole. Nobody knows when a slot is released; then it is the time after which a
     * dead node's slots come back.
     */
    public long waitMillis(long cost, long nowMillis) {
        if (refill != Refill.SMOOTH) {
            return Math.max(1, resetsAtMillis(nowMillis) - nowMillis);
        }
        long nanos = state.calculateDelayNanosAfterWillBePossibleToConsume(
                Math.min(cost, capacity), nowMillis * NANOS_PER_MILLI, false);
        return Math.max(1, ceilMillis(nanos));
    }

    // Bucket4j rounds delays down; a caller who waits this long must find his token.
    private static long ceilMillis(long nanos) {
        return nanos <= 0 ? 0 : nanos / NANOS_PER_MILLI + 1;
    }

    /** From when on this bucket says no more than a missing one would, epoch milliseconds. */
    public long worthlessAtMillis(long nowMillis) {
        return switch (refill) {
            case WINDOW -> endsMillis;
            case SMOOTH -> resetsAtMillis(nowMillis);
            case PERIOD -> endsMillis + LATE_CALLERS_MILLIS;
            case RELEASE -> holdings.isEmpty() ? nowMillis : holdings.lastHeardMillis() + periodMillis;
        };
    }

    /** Whether the ledger's figure is in it. True for everything but a quota that started without. */
    public boolean seeded() {
        return seeded;
    }

    void seeded(boolean value) {
        seeded = value;
    }

    public Refill refill() {
        return refill;
    }

    /** When it was started, epoch milliseconds: tells it from an earlier or later bucket of the same key. */
    long bornMillis() {
        return bornMillis;
    }

    long endsMillis() {
        return endsMillis;
    }

    public long capacity() {
        return capacity;
    }

    long periodMillis() {
        return periodMillis;
    }

    Holdings holdings() {
        return holdings;
    }

    TokenState tokens() {
        return TokenState.of(state);
    }
}
