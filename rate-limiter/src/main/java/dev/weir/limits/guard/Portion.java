package dev.weir.limits.guard;

import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Refill;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Bucket;

/** The tokens that this node may spend of one bucket without asking the store. Not thread-safe. */
final class Portion {

    private final Bucket bucket;
    private final OnStoreLoss onLoss;
    private final int nodes;
    private long wholeLeft;
    private boolean blind;

    private Portion(Bucket bucket, OnStoreLoss onLoss, int nodes, long wholeLeft, boolean blind) {
        this.bucket = bucket;
        this.onLoss = onLoss;
        this.nodes = nodes;
        this.wholeLeft = wholeLeft;
        this.blind = blind;
    }

    /** A portion of a bucket that this node has never seen: of the whole capacity, and its window starts now. */
    static Portion ofUnseen(Ask ask, OnStoreLoss onLoss, int nodes, long nowMillis) {
        boolean quota = ask.key().refill() == Refill.PERIOD;
        long ends = quota ? ask.periodEndsMillis() : nowMillis + ask.periodMillis();
        long mine = part(ask.capacity(), onLoss, nodes);
        return new Portion(
                Bucket.full(ask.key().refill(), mine, ask.periodMillis(), nowMillis, ends),
                onLoss,
                nodes,
                ask.capacity(),
                quota);
    }

    /** A portion of what the store said was left. */
    static Portion ofRemainder(
            Ask ask, long remaining, long endsMillis, OnStoreLoss onLoss, int nodes, long nowMillis) {
        long mine = part(ask.capacity(), onLoss, nodes);
        Bucket bucket = Bucket.full(ask.key().refill(), mine, ask.periodMillis(), nowMillis, endsMillis);
        bucket.charge(mine - Math.min(mine, partOfKnown(remaining, onLoss, nodes)));
        return new Portion(bucket, onLoss, nodes, remaining, false);
    }

    // Rounded down: all nodes together must not admit more than is left.
    private static long partOfKnown(long tokens, OnStoreLoss onLoss, int nodes) {
        return onLoss == OnStoreLoss.GENEROUS ? tokens : tokens / nodes;
    }

    // Rounded up: a limit that nobody has looked at is never divided into nothing.
    private static long part(long tokens, OnStoreLoss onLoss, int nodes) {
        return onLoss == OnStoreLoss.GENEROUS ? tokens : (tokens + nodes - 1) / nodes;
    }

    void advance(long nowMillis) {
        bucket.advance(nowMillis);
    }

    boolean isOver(long nowMillis) {
        return bucket.worthlessAtMillis(nowMillis) <= nowMillis;
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
    void cap(long remaining, long owed) {
        if (onLoss == OnStoreLoss.GENEROUS) {
            return;
        }
        long mine = Math.max(0, partOfKnown(remaining, onLoss, nodes) - owed);
        bucket.correct(Math.max(0, bucket.available() - mine));
        wholeLeft = Math.min(wholeLeft, Math.max(0, remaining - owed));
    }

    /** The ledger's figure, for a quota that was opened without it. */
    void rebase(long remaining, long capacity, int nodes) {
        if (blind) {
            bucket.charge(part(capacity, OnStoreLoss.SHARE, nodes) - part(remaining, OnStoreLoss.SHARE, nodes));
            wholeLeft -= capacity - remaining;
            blind = false;
        }
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
