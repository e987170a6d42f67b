package dev.weir.limits.leases;

import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Refill;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Bucket;

/** The tokens that this node may spend of one bucket without the store's leave. Not thread-safe. */
final class Portion {

    private final Bucket bucket;
    private final OnStoreLoss onLoss;
    private final int nodes;
    private long capacity;
    private long wholeLeft;

    private Portion(Bucket bucket, long capacity, OnStoreLoss onLoss, int nodes, long wholeLeft) {
        this.bucket = bucket;
        this.capacity = capacity;
        this.onLoss = onLoss;
        this.nodes = nodes;
        this.wholeLeft = wholeLeft;
    }

    /**
     * A portion of what is left of a bucket.
     *
     * @param left tokens that belonged to no node when the bucket was last heard of, or all of them if it never was
     * @param endsMillis when its window ends
     */
    static Portion of(Ask ask, long left, long endsMillis, OnStoreLoss onLoss, int nodes, long nowMillis) {
        long most = part(ask.capacity(), onLoss, nodes);
        Bucket bucket = Bucket.full(ask.refill(), most, ask.periodMillis(), nowMillis, endsMillis);
        bucket.charge(most - Math.min(most, part(Math.max(0, left), onLoss, nodes)));
        return new Portion(bucket, ask.capacity(), onLoss, nodes, left);
    }

    // Rounded up: the last tokens are not divided into nothing, at the price of one token for each node.
    private static long part(long tokens, OnStoreLoss onLoss, int nodes) {
        return onLoss == OnStoreLoss.GENEROUS ? tokens : (tokens + nodes - 1) / nodes;
    }

    /** Goes on under a changed plan, as far spent as it was. */
    void resize(Ask ask, long nowMillis) {
        if (ask.capacity() != capacity) {
            bucket.resize(part(ask.capacity(), onLoss, nodes), ask.periodMillis(), nowMillis);
            wholeLeft = bucket.refill().carried(wholeLeft, capacity, ask.capacity());
            capacity = ask.capacity();
        }
    }

    void advance(long nowMillis) {
        bucket.advance(nowMillis);
    }

    /**
     * Whether this is evidence that the caller is over: nothing of the portion is left, or less of the whole than he
     * asks for. A cost larger than what is left of the portion alone refuses nobody, because he may be well within his
     * limit; it puts the portion into debt.
     */
    boolean refuses(long cost) {
        if (cost == 0) {
            return false;
        }
        if (bucket.refill() == Refill.SMOOTH) {
            return bucket.available() < Math.min(cost, bucket.capacity());
        }
        return bucket.available() < 1 || cost > wholeLeft;
    }

    /** Charges, or gives back what is negative. */
    void correct(long delta) {
        bucket.correct(delta);
        wholeLeft -= delta;
    }

    /**
     * The store has just said how much is left of the whole, not counting what this node still owes. What this node may
     * spend beyond its debt shrinks to its part of that; it never grows, so that a slow store is spent no faster than a
     * lost one.
     */
    void cap(long left, long owed) {
        if (onLoss == OnStoreLoss.GENEROUS) {
            return;
        }
        long mine = Math.max(0, part(Math.max(0, left), onLoss, nodes) - owed);
        bucket.correct(Math.max(0, bucket.available() - mine));
        wholeLeft = Math.min(wholeLeft, Math.max(0, left - owed));
    }

    long remaining() {
        return Math.max(0, Math.min(bucket.available(), wholeLeft));
    }

    /** Tokens spent and not yet dripped back. */
    long charged() {
        return Math.max(0, bucket.charged());
    }

    long resetsAtMillis(long nowMillis) {
        return bucket.resetsAtMillis(nowMillis);
    }

    long waitMillis(long cost, long nowMillis) {
        return bucket.waitMillis(Math.min(cost, bucket.capacity()), nowMillis);
    }
}
