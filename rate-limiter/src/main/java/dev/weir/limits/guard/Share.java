package dev.weir.limits.guard;

import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Refill;
import dev.weir.limits.buckets.Ask;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of one bucket of the store, what it may spend of it while the store is away, and what it owes.
 * Guarded by its {@link HomeMemory}. Times are this node's.
 */
final class Share {

    /** The last that the store, or the ledger, said. */
    private record Known(long remaining, long capacity, long bornMillis, long endsMillis) {}

    private @Nullable Known known;
    private @Nullable Portion portion;
    private @Nullable Debt debt;
    private int reporting;

    /**
     * Takes in what the store just said. A portion that has nothing to report is given up: the next one starts anew. One
     * that has shrinks to what is left now.
     */
    void learn(long remaining, long capacity, long bornMillis, long endsMillis) {
        known = new Known(remaining, capacity, bornMillis, endsMillis);
        if (debt == null && reporting == 0) {
            portion = null;
        } else {
            capPortion(remaining);
        }
    }

    /** Takes in what the store said to a call that nobody waited for: it may be old, so it only lowers. */
    void learnLate(long remaining, long capacity, long bornMillis, long endsMillis) {
        Known last = known;
        if (last == null || last.bornMillis() != bornMillis) {
            known = new Known(remaining, capacity, bornMillis, endsMillis);
        } else if (remaining < last.remaining()) {
            known = new Known(remaining, last.capacity(), bornMillis, last.endsMillis());
        }
        capPortion(remaining);
    }

    private void capPortion(long remaining) {
        Portion live = portion;
        if (live != null) {
            live.cap(remaining, debt == null ? 0 : Math.max(0, debt.delta()));
        }
    }

    /** Takes in what the ledger says of a quota that the store did not. */
    void learnSpent(Ask ask, long spent, int nodes) {
        long remaining = Math.max(0, ask.capacity() - spent);
        known = new Known(remaining, ask.capacity(), 0, ask.periodEndsMillis());
        if (portion != null) {
            portion.rebase(remaining, ask.capacity(), nodes);
        }
    }

    /** Corrects the last known remainder by what this node has just charged or, negative, given back. */
    void adjustKnown(long bornMillis, long delta) {
        Known last = known;
        if (last != null && last.bornMillis() == bornMillis) {
            long remaining = Math.max(0, Math.min(last.capacity(), last.remaining() - delta));
            known = new Known(remaining, last.capacity(), last.bornMillis(), last.endsMillis());
        }
    }

    /** Whether this node has any idea of this bucket. */
    boolean isKnown(long nowMillis) {
        return liveKnown(nowMillis) != null || livePortion(nowMillis) != null;
    }

    /** The portion in use, or a new one that is not kept until {@link #use}: who is refused starts no window. */
    Portion open(Ask ask, OnStoreLoss onLoss, int nodes, long nowMillis) {
        Portion live = livePortion(nowMillis);
        if (live != null) {
            live.advance(nowMillis);
            return live;
        }
        Known last = liveKnown(nowMillis);
        if (last == null) {
            return Portion.ofUnseen(ask, onLoss, nodes, nowMillis);
        }
        // The plan may have changed since then: what was left is left in proportion.
        long remaining = last.capacity() == ask.capacity()
                ? last.remaining()
                : Math.round((double) last.remaining() * ask.capacity() / last.capacity());
        return Portion.ofRemainder(ask, remaining, last.endsMillis(), onLoss, nodes, nowMillis);
    }

    /** Charges the portion that {@link #open} gave, notes the debt, and tells which bucket it was. */
    Charge.Line use(Portion opened, Ask ask, long nowMillis) {
        Known last = liveKnown(nowMillis);
        long born = last == null ? 0 : last.bornMillis();
        if (ask.cost() > 0) {
            portion = opened;
            opened.correct(ask.cost());
            owe(new Debt(ask, ask.cost(), born, nowMillis, opened.resetsAtMillis(nowMillis)), nowMillis);
        }
        return new Charge.Line(born, opened.resetsAtMillis(nowMillis));
    }

    /** Corrects a charge made from this share, wherever it is by now. */
    void correct(Ask ask, Charge.Line line, long delta, long sinceMillis, long nowMillis) {
        boolean smooth = ask.key().refill() == Refill.SMOOTH;
        Portion live = livePortion(nowMillis);
        if (live != null && (smooth || line.endsMillis() == live.resetsAtMillis(nowMillis))) {
            live.correct(delta);
        }
        owe(new Debt(ask, delta, line.bornMillis(), sinceMillis, line.endsMillis()), nowMillis);
    }

    /** Notes what the store must be told; what belongs to a window that is over is forgotten. */
    void owe(Debt more, long nowMillis) {
        if (more.isOver(nowMillis) || more.delta() == 0) {
            return;
        }
        Debt old = debt;
        if (old == null || old.isOver(nowMillis)) {
            debt = more;
        } else if (old.isWith(more)) {
            debt = old.plus(more);
        } else if (old.delta() < more.delta()) {
            // Debts of two buckets at once are rare: the store was wiped in between. The larger one is kept.
            debt = more;
        }
    }

    /**
     * The store has charged after all what this share was charged for: then it is not owed.
     *
     * @return false if no debt of that window is there to be forgiven
     */
    boolean forgive(Ask ask, long bornMillis) {
        Debt old = debt;
        boolean about = old != null
                && (old.bornMillis() == bornMillis
                        || old.bornMillis() == 0
                        || ask.key().refill() == Refill.SMOOTH);
        if (old == null || !about || old.delta() < ask.cost()) {
            return false;
        }
        long left = old.delta() - ask.cost();
        debt = left == 0 ? null : old.atMost(left);
        return true;
    }

    /** Takes the debt out to report it; empty if there is none that still counts. */
    Optional<Debt> report(long nowMillis) {
        Debt due = debt;
        debt = null;
        if (due == null || due.isOver(nowMillis)) {
            return Optional.empty();
        }
        if (due.ask().key().refill() == Refill.SMOOTH) {
            // What has dripped back here has dripped back there.
            Portion live = livePortion(nowMillis);
            if (live != null) {
                live.advance(nowMillis);
            }
            due = due.atMost(live == null ? 0 : live.charged());
        }
        if (due.delta() == 0) {
            return Optional.empty();
        }
        reporting++;
        return Optional.of(due);
    }

    /** The report has ended; {@code back} if the store never got it. */
    void reported(Debt sent, boolean back, long nowMillis) {
        reporting--;
        if (back) {
            owe(sent, nowMillis);
        }
    }

    /** Whether nothing is lost by forgetting it. */
    boolean isIdle(long nowMillis) {
        return debt == null && reporting == 0 && !isKnown(nowMillis);
    }

    private @Nullable Known liveKnown(long nowMillis) {
        Known last = known;
        return last == null || last.endsMillis() <= nowMillis ? null : last;
    }

    private @Nullable Portion livePortion(long nowMillis) {
        Portion last = portion;
        if (last == null || last.isOver(nowMillis)) {
            portion = null;
            return null;
        }
        return last;
    }
}
