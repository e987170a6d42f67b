package dev.weir.limits.buckets;

import dev.weir.limits.Refill;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One claim of an exchange and the bucket that it met, if there is one. Not thread-safe.
 *
 * <p>A node speaks in totals. What is charged is the difference between the total it says and the one that the owner
 * last heard, so an exchange that is lost, late or done twice charges nothing wrong: the next one puts it right. When
 * the owner knows nothing of the session, the question is whether the node's total belongs to the bucket that is there:
 *
 * <ul>
 *   <li>the same bucket, whose owner has forgotten the session: only what the node never saw confirmed is new;
 *   <li>a bucket that was started after the old one was lost: all of it, as the node's word is what is left of the truth;
 *   <li>a later window: none of it, as debt dies with its window;
 *   <li>a quota that was rebuilt from the ledger: none of it, as the ledger holds it.
 * </ul>
 */
final class ClaimedBucket {

    private final Ask ask;
    private final Held held;
    private final long wish;
    private final HomeEntry home;
    private final long number;
    private final long nowMillis;
    private @Nullable Holding before;
    private @Nullable Bucket bucket;
    private long total;
    private long pool;
    private boolean over;
    private boolean vanished;
    private boolean changed;

    ClaimedBucket(Claim claim, HomeEntry home, long number, long nowMillis) {
        this.ask = claim.ask();
        this.held = claim.held();
        this.wish = claim.wish();
        this.home = home;
        this.number = number;
        this.nowMillis = nowMillis;
        this.total = held.total();
        meet();
    }

    private void meet() {
        Bucket met = find();
        bucket = met;
        before = met == null ? null : met.holdings().find(held.session()).orElse(null);
    }

    private @Nullable Bucket find() {
        Optional<Bucket> live = home.find(ask.form());
        if (live.isPresent()) {
            Bucket found = live.get();
            found.advance(nowMillis);
            if (!held.retired()) {
                found.resize(ask.capacity(), ask.periodMillis(), nowMillis);
            }
            if (ask.isQuota()) {
                found.endPeriodAt(ask.periodEndsMillis());
                seedKnown(found);
            }
            boolean shortened = ask.refill() == Refill.WINDOW && found.endsMillis() <= nowMillis;
            return shortened ? null : found;
        }
        if (!ask.isQuota() || ask.seed().kind() == Seed.Kind.UNASKED) {
            return null;
        }
        Bucket started = start();
        started.charge(ask.seed().spent());
        started.seeded(ask.seed().kind() == Seed.Kind.TOLD);
        return started;
    }

    // Another node started it without the ledger's figure while this one was asking. What it has charged since may be
    // in
    // the figure already.
    private void seedKnown(Bucket found) {
        if (!found.seeded() && ask.seed().kind() == Seed.Kind.TOLD) {
            found.charge(Math.max(0, ask.seed().spent() - found.charged()));
            found.seeded(true);
            changed = true;
        }
    }

    private Bucket start() {
        return keep(Bucket.full(ask, nowMillis));
    }

    private Bucket keep(Bucket started) {
        home.put(ask.form(), started);
        bucket = started;
        changed = true;
        return started;
    }

    /** Whether a later exchange of the same node was here before. */
    boolean isStale() {
        return before != null && before.number() > number;
    }

    /** Whether this is a quota of which neither the store nor the node knows anything. */
    boolean isUnknownQuota() {
        return ask.isQuota() && bucket == null;
    }

    /** Charges what the node says beyond what was heard of it. */
    void takeWord() {
        meetLate();
        Bucket live = bucket;
        if (before != null && live != null) {
            if (before.number() == number) {
                // Done once already; what was granted then may have been heard.
                total = Math.max(total, before.total());
            }
            correct(live, total - before.total());
        } else if (live != null) {
            takeStrangersWord(live);
        } else if (total > 0) {
            takeWordForMissing();
        }
        pool = Math.max(0, total - held.spent());
    }

    // Another claim of the exchange, made under a former plan, may have started it just now.
    private void meetLate() {
        if (bucket == null && home.find(ask.form()).isPresent()) {
            meet();
        }
    }

    private void takeStrangersWord(Bucket live) {
        boolean same = held.bornMillis() == live.bornMillis();
        switch (ask.refill()) {
            case SMOOTH -> correct(live, total - held.acked());
            case RELEASE -> correct(live, total);
            case PERIOD -> {
                if (held.isNew() ? total == 0 || precedes(live) : same) {
                    correct(live, total - held.acked());
                } else {
                    over = true;
                }
            }
            case WINDOW -> {
                if (held.isNew() ? total == 0 || precedes(live) : same) {
                    correct(live, total - held.acked());
                } else if (!held.isNew() && live.bornMillis() < held.endsMillis()) {
                    correct(live, total);
                } else {
                    over = true;
                }
            }
        }
    }

    // Whether the bucket was there before the spending began.
    private boolean precedes(Bucket live) {
        return live.bornMillis() <= nowMillis - held.ageMillis();
    }

    private void takeWordForMissing() {
        vanished = !held.isNew() && held.endsMillis() > nowMillis;
        switch (ask.refill()) {
            case SMOOTH -> {
                vanished = false;
                if (total > held.acked()) {
                    correct(start(), total - held.acked());
                }
            }
            case RELEASE -> {
                vanished = !held.isNew();
                correct(start(), total);
            }
            case PERIOD -> over = true;
            case WINDOW -> {
                boolean ended = held.leftMillis() <= 0 || (!held.isNew() && held.endsMillis() <= nowMillis);
                if (ended) {
                    over = true;
                } else {
                    // Born now: it is another bucket than the lost one, in which others have sessions to bring back.
                    Bucket again = Bucket.full(
                            Refill.WINDOW,
                            ask.capacity(),
                            ask.periodMillis(),
                            nowMillis,
                            nowMillis + held.leftMillis());
                    correct(keep(again), total);
                }
            }
        }
    }

    private void correct(Bucket live, long delta) {
        if (delta != 0) {
            live.correct(delta, ask.capacity());
            changed = true;
        }
    }

    /** Whether the session takes no more: whoever wants something of it must ask under another. */
    boolean isOver() {
        return over || held.retired();
    }

    boolean affords(long cost) {
        return cost == 0 || cost - pool <= available();
    }

    private long available() {
        Bucket live = bucket;
        return live == null ? ask.capacity() : live.available();
    }

    /** Adds to what the node may spend. */
    void take(long cost) {
        long more = Math.max(0, cost - pool);
        pool = Math.max(0, pool - cost);
        if (more > 0) {
            add(more);
        }
    }

    private void add(long tokens) {
        Bucket live = bucket == null ? start() : bucket;
        live.charge(tokens);
        total += tokens;
        changed = true;
    }

    /**
     * Lends what the node wishes to hold ahead of need, from plenty only: at most {@code 1/(4 · nodes)} of what is left,
     * so that leases shrink to nothing as the bucket empties and the last tokens are given out one by one.
     */
    void lend(int nodes) {
        Bucket live = bucket;
        if (live == null || over || held.retired() || wish <= 0) {
            return;
        }
        long most = Math.max(0, live.available()) / (4L * nodes);
        if (ask.refill() == Refill.SMOOTH) {
            long since = nowMillis - ExchangeVisit.leaseMillis(Refill.SMOOTH, ask.periodMillis());
            long others = live.holdings().unspentOfOthers(held.session(), since);
            most = Math.min(most, live.capacity() / ExchangeVisit.TENTH - others - pool);
        } else if (ask.refill() == Refill.RELEASE) {
            most = 0;
        }
        long extra = Math.min(wish, most);
        if (extra > 0) {
            add(extra);
        }
    }

    /** Remembers what the node now holds. */
    void note() {
        Bucket live = bucket;
        if (live == null || over || held.session() == 0 || (before == null && total == 0)) {
            return;
        }
        live.holdings().note(new Holding(held.session(), number, ask.capacity(), held.spent(), total, nowMillis));
        changed = true;
    }

    /** How long until that many tokens are there, milliseconds. */
    long waitMillis(long cost) {
        Bucket live = bucket;
        return live == null ? ask.periodMillis() : live.waitMillis(cost - Math.min(cost, pool), nowMillis);
    }

    boolean changed() {
        return changed;
    }

    Grant grant() {
        Bucket live = bucket;
        if (live == null) {
            long left = ask.isQuota() ? Math.max(0, ask.periodEndsMillis() - nowMillis) : ask.periodMillis();
            long resets = ask.refill() == Refill.SMOOTH ? 0 : left;
            Grant.State state = over ? Grant.State.OVER : Grant.State.ABSENT;
            return new Grant(state, over ? 0 : total, ask.capacity(), 0, left, resets, 0, true, vanished);
        }
        long resets = Math.max(0, live.resetsAtMillis(nowMillis) - nowMillis);
        boolean ends = ask.refill() == Refill.WINDOW || ask.isQuota();
        return new Grant(
                over ? Grant.State.OVER : Grant.State.LIVE,
                over ? 0 : total,
                live.available(),
                live.bornMillis(),
                ends ? resets : ExchangeVisit.leaseMillis(ask.refill(), ask.periodMillis()),
                resets,
                live.charged(),
                live.seeded(),
                vanished);
    }
}
