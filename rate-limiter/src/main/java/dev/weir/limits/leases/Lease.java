package dev.weir.limits.leases;

import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.Limit;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Refill;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Grant;
import dev.weir.limits.buckets.Held;
import dev.weir.limits.buckets.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * This node's session with one bucket: what it may spend of it, what it has spent, and what it knows. Guarded by its
 * {@link Home}. Times are monotonic nanoseconds of this node.
 *
 * <p>A window's lease is spendable until the window ends, counted from the moment of asking, so that neither a slow
 * answer nor a wrong clock lets a token of one window be spent in the next. The owner never takes it back by itself:
 * what a silent node has spent of it is unknown, and giving it to others would exceed the limit. A smooth limit's lease
 * is spendable for a tenth of its period.
 */
final class Lease {

    /** A refusal is repeated from memory for this long at most: the tokens of other nodes may have come back since. */
    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Who only looks is shown a level that is about this old at most. */
    private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE / 2;

    /** No cost is that large. */
    private static final long NOTHING = Long.MAX_VALUE;

    private final Demand first;
    private final Ask ask;
    private final OnStoreLoss onLoss;
    private final long session;
    private final Pace pace;
    private long startedNanos;
    private long spent;
    private long ceiling;
    private long acked;
    private long borrowed;
    private @Nullable Portion portion;
    private @Nullable Lease before;
    private boolean retired;
    private boolean returning;
    private boolean doubted;
    private boolean wantsNews;

    private boolean heard;
    private boolean live;
    private long heardNanos;
    private long free;
    private long bornMillis;
    private long storeEndsMillis;
    private long endsNanos = NEVER;
    private long spendableUntilNanos = NEVER;
    private long resetsNanos;
    private Instant resetsAt = Instant.EPOCH;

    private double stretch = 1;
    private long lastSpentNanos;
    private long askBelow = -1;
    private long refusedUntilNanos;
    private long refusedCost = NOTHING;
    private long waitUntilNanos;

    /** A session that begins now, with nothing. */
    Lease(Demand demand, long session, Pace pace, long nowNanos) {
        this.first = demand;
        this.ask = Ask.of(demand);
        this.onLoss = demand.limit().onStoreLoss();
        this.session = session;
        this.pace = pace;
        this.startedNanos = nowNanos;
        this.lastSpentNanos = nowNanos;
        if (ask.key().refill() == Refill.PERIOD) {
            resetsAt = Instant.ofEpochMilli(ask.periodEndsMillis());
        }
    }

    Ask ask() {
        return ask;
    }

    OnStoreLoss onLoss() {
        return onLoss;
    }

    private Refill refill() {
        return ask.key().refill();
    }

    /** Whether it is surely about the bucket of that demand; false may also mean that it takes longer to tell. */
    boolean isPlainlyFor(Demand demand) {
        return isSame(demand.limit())
                && first.holder().equals(demand.holder())
                && first.period().equals(demand.period());
    }

    // A plan's limits are made once and shared by all requests; another object is compared at leisure.
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(Limit limit) {
        return first.limit() == limit;
    }

    /** Whether it is about that limit as the demand describes it. A changed plan begins a new session. */
    boolean fits(Demand demand) {
        if (isSame(demand.limit())) {
            return true;
        }
        long periodMillis = demand.limit().period().toMillis();
        return ask.periodMillis() == periodMillis
                && (ask.capacity() == demand.limit().capacity()
                        || ask.capacity() == Ask.of(demand).capacity());
    }

    /** Whether its window has ended. */
    boolean isOver(long nowNanos) {
        return nowNanos - endsNanos >= 0;
    }

    /** Whether the store has said anything about the bucket. */
    boolean isHeard() {
        return heard;
    }

    /** Tokens that may be spent here and now. */
    long unspent(long nowNanos) {
        if (nowNanos - spendableUntilNanos >= 0 && ceiling > spent) {
            ceiling = spent;
        }
        return ceiling - spent;
    }

    void spend(long tokens, long nowNanos) {
        spent += tokens;
        lastSpentNanos = nowNanos;
    }

    /** Whether it is time to ask for more, ahead of need. */
    boolean isLow() {
        return ceiling - spent <= askBelow;
    }

    /** Whether the store has said so lately that this many tokens are not there. */
    boolean refuses(long cost, long nowNanos) {
        return cost >= refusedCost && nowNanos - refusedUntilNanos < 0;
    }

    /** How long until the cost that was refused can pass. */
    Duration refusedWait(long nowNanos) {
        return Duration.ofNanos(Math.max(1, waitUntilNanos - nowNanos));
    }

    /** The store has refused. */
    void refused(long cost, long waitMillis, long nowNanos) {
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        waitUntilNanos = nowNanos + waitNanos;
        refusedUntilNanos = nowNanos + Math.min(REFUSAL_NANOS, waitNanos);
        refusedCost = cost;
    }

    /** What the store is told. What was admitted without its leave becomes a part of the totals. */
    Held stated(long nowNanos, long nowMillis) {
        spent += borrowed;
        ceiling += borrowed;
        borrowed = 0;
        unspent(nowNanos);
        // What has dripped back here has dripped back there.
        if (refill() == Refill.SMOOTH && portion != null) {
            portion.advance(nowMillis);
            long gone = Math.max(0, ceiling - acked - portion.charged());
            spent -= gone;
            ceiling -= gone;
        }
        return new Held(
                session,
                spent,
                ceiling,
                acked,
                bornMillis,
                storeEndsMillis,
                TimeUnit.NANOSECONDS.toMillis(nowNanos - startedNanos),
                endsNanos == NEVER ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMillis(endsNanos - nowNanos)),
                retired);
    }

    /** Nobody knows whether the store has done what it was asked: it is told again. */
    void doubt() {
        doubted = true;
    }

    /** Whether what is known is old, and somebody has asked for no more than that. */
    boolean isOutdated(long nowNanos) {
        return nowNanos - heardNanos >= NEWS_NANOS;
    }

    /** Asks for the bucket's level with the next exchange. */
    void askForNews() {
        wantsNews = true;
    }

    boolean wantsNews() {
        return wantsNews;
    }

    /** Whether there is something that the store does not know, and should. */
    boolean isUntold(long nowNanos) {
        if (doubted) {
            return true;
        }
        if (refill() == Refill.SMOOTH && borrowed == 0 && spent == ceiling && spent <= acked) {
            // An expired lease drips back by itself.
            return false;
        }
        return borrowed != 0 || ceiling != acked || spent > ceiling || isReturnable(nowNanos);
    }

    private boolean isReturnable(long nowNanos) {
        return returning && ceiling - spent > reserve(nowNanos);
    }

    private long reserve(long nowNanos) {
        return retired ? 0 : pace.hold(spent, stretch, nowNanos);
    }

    /** Gives up what the pace of spending does not call for, if a return is due. Only while no exchange is under way. */
    void giveUpSurplus(long nowNanos) {
        if (isReturnable(nowNanos)) {
            ceiling = spent + reserve(nowNanos);
            askBelow = -1;
        }
        returning = false;
    }

    /** Gives up all that is unspent if nobody has spent for so long. Only while no exchange is under way. */
    void giveUpIfIdle(long idleNanos, long nowNanos) {
        if (ceiling > spent && nowNanos - lastSpentNanos >= idleNanos) {
            ceiling = spent;
            askBelow = -1;
        }
    }

    /** Closes the share if the store knows, or time has taken back, all that was borrowed. */
    void closeShareIfSettled() {
        Lease old = before;
        if (old != null && old.unconfirmed() <= 0) {
            before = null;
        }
        if (before == null && unconfirmed() <= 0) {
            portion = null;
        }
    }

    /** A changed plan: takes no more, and gives up what is unspent. */
    void retire() {
        retired = true;
        ceiling = Math.min(ceiling, spent);
        portion = null;
    }

    boolean isRetired() {
        return retired;
    }

    /** Whether the store should hear of it by itself: of what it does not know, or that slots are still in use. */
    boolean hasToSay(long nowNanos) {
        return isUntold(nowNanos) || needsHeartbeat(nowNanos);
    }

    // Otherwise its slots are taken for those of a dead node.
    private boolean needsHeartbeat(long nowNanos) {
        return refill() == Refill.RELEASE
                && spent > 0
                && nowNanos - heardNanos >= TimeUnit.MILLISECONDS.toNanos(ask.periodMillis()) / 3;
    }

    /** Whether this node has duties towards the bucket, beyond giving back what it does not use. */
    boolean needsCare(long nowNanos) {
        return isUntold(nowNanos) || portion != null || (refill() == Refill.RELEASE && spent > 0);
    }

    /**
     * Tokens to ask for beyond what is needed now, so that the next fifth of a second needs no call.
     *
     * @param longer how many fifths of a second it should rather be
     */
    long wish(long needed, double longer, long nowNanos) {
        stretch = longer;
        boolean inUse = needed > 0 || isLow();
        if (retired || !inUse || refill() == Refill.RELEASE) {
            return 0;
        }
        long left = Math.max(0, ceiling - spent - needed);
        return Math.max(0, pace.hold(spent, stretch, nowNanos) - left);
    }

    /** Takes in how the bucket stands, as the store said to an exchange that was asked then. */
    void granted(Grant grant, long askedNanos, Instant storeNow, long nowNanos) {
        // A quota that the store has lost is as full as it was, not full.
        boolean lost = heard && refill() == Refill.PERIOD && grant.state() == Grant.State.ABSENT;
        heard = true;
        doubted = false;
        wantsNews = false;
        live = grant.state() == Grant.State.LIVE;
        heardNanos = nowNanos;
        // What comes when the plan has changed goes back.
        ceiling = retired ? spent : Math.max(spent, grant.ceiling());
        acked = grant.ceiling();
        free = lost ? free : grant.free();
        bornMillis = grant.bornMillis();
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(grant.leftMillis());
        storeEndsMillis = storeNow.toEpochMilli() + grant.leftMillis();
        switch (refill()) {
            case WINDOW, PERIOD -> endsNanos = live ? askedNanos + leftNanos : NEVER;
            case SMOOTH -> spendableUntilNanos = askedNanos + leftNanos;
            case RELEASE -> spendableUntilNanos = NEVER;
        }
        resetsNanos = askedNanos + TimeUnit.MILLISECONDS.toNanos(grant.resetsInMillis());
        resetsAt = storeNow.plusMillis(grant.resetsInMillis());
        refusedCost = NOTHING;
        if (borrowed == 0) {
            portion = null;
        } else if (portion != null) {
            portion.cap(free, borrowed);
        }
    }

    /** Requests have taken what they waited for; what is left is a reserve, to be renewed when half of it is gone. */
    void keepReserve() {
        long reserve = ceiling - spent;
        askBelow = reserve > 0 ? reserve / 2 : -1;
    }

    /** Takes in what the ledger says of a quota that the store did not. */
    void learnSpent(long used, long nowNanos, long nowMillis) {
        if (!heard) {
            heard = true;
            heardNanos = nowNanos;
            free = Math.max(0, ask.capacity() - used);
            resetsNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(ask.periodEndsMillis() - nowMillis);
        }
    }

    /** Whether the store or the ledger has said in this period that so much is not left, or nothing is. */
    boolean remembersSpent(long cost, long nowNanos) {
        return heard && !isOver(nowNanos) && freeNow(nowNanos) + ceiling - spent < Math.max(1, cost);
    }

    /** The store knows it no more: what it owes is owed no longer. */
    void end() {
        borrowed = 0;
        ceiling = spent;
        acked = spent;
        portion = null;
        before = null;
    }

    /**
     * What takes the place of a quota's session that the store knows no more: it remembers how the quota stood, less what
     * was admitted here without the store's leave.
     */
    Optional<Lease> heir(long session, long nowNanos) {
        long admitted = Math.max(0, unconfirmed());
        if (refill() != Refill.PERIOD || isOver(nowNanos) || (!heard && admitted == 0)) {
            return Optional.empty();
        }
        Lease heir = successor(first, session, nowNanos);
        heir.heard = true;
        heir.free = Math.max(0, (heard ? free : ask.capacity()) - admitted);
        heir.portion = null;
        heir.before = null;
        return Optional.of(heir);
    }

    /**
     * The session that takes this one's place when the plan has changed, or when its window is over. In the same window
     * it knows what this one knew, as it stands under the new plan, and goes on with the same share: otherwise every
     * change of a plan while the store is away would be a share more.
     */
    Lease successor(Demand demand, long session, long nowNanos) {
        Lease next = new Lease(demand, session, pace.next(spent, nowNanos), nowNanos);
        if (!isOver(nowNanos) && ask.periodMillis() == next.ask.periodMillis()) {
            next.goOnFrom(this, nowNanos);
        }
        return next;
    }

    private void goOnFrom(Lease old, long nowNanos) {
        heard = old.heard;
        heardNanos = nowNanos;
        free = ask.key().refill().carried(old.freeNow(nowNanos), old.ask.capacity(), ask.capacity());
        endsNanos = old.endsNanos;
        resetsNanos = old.resetsNanos;
        resetsAt = old.resetsAt;
        portion = old.portion;
        before = old;
    }

    /** The portion in use, or a new one that is not kept until {@link #borrow}: who is refused starts no window. */
    Portion open(int nodes, long nowNanos, long nowMillis) {
        Portion open = portion;
        if (open != null) {
            open.resize(ask, nowMillis);
            open.advance(nowMillis);
            return open;
        }
        long ends = endsNanos == NEVER
                ? refill() == Refill.PERIOD ? ask.periodEndsMillis() : nowMillis + ask.periodMillis()
                : nowMillis + TimeUnit.NANOSECONDS.toMillis(endsNanos - nowNanos);
        return Portion.of(ask, heard ? freeNow(nowNanos) : ask.capacity(), ends, onLoss, nodes, nowMillis);
    }

    /** Admits tokens without the store's leave. */
    void borrow(Portion from, long tokens, long nowNanos) {
        if (refill() == Refill.WINDOW && endsNanos == NEVER) {
            startedNanos = nowNanos;
            endsNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(ask.periodMillis());
        } else if (borrowed == 0 && !live) {
            startedNanos = nowNanos;
        }
        portion = from;
        from.correct(tokens);
        borrowed += tokens;
        lastSpentNanos = nowNanos;
    }

    /** Corrects a charge that was made under this session; {@code from} is the portion it was borrowed from, if it was. */
    void correct(long delta, @Nullable Portion from) {
        if (from != null) {
            borrowed += delta;
            if (from == portion) {
                from.correct(delta);
            }
            closeShareIfSettled();
        } else {
            spent += delta;
        }
        if (delta < 0) {
            returning = true;
        }
    }

    /** Tokens that belonged to no node when the store was last heard, with what has dripped back since. */
    private long freeNow(long nowNanos) {
        if (refill() != Refill.SMOOTH || free >= ask.capacity()) {
            return free;
        }
        double periodNanos = TimeUnit.MILLISECONDS.toNanos(ask.periodMillis());
        long dripped = (long) ((nowNanos - heardNanos) * (ask.capacity() / periodNanos));
        return Math.min(ask.capacity() - (ceiling - spent), free + dripped);
    }

    /** Where the limit stands, from what this node knows. */
    Level level(Demand demand, boolean refused, long nowNanos) {
        long unspent = Math.max(0, ceiling - spent);
        long unassigned = freeNow(nowNanos);
        long remaining = Math.max(0, Math.min(ask.capacity(), unassigned + unspent));
        Level.Evidence evidence = new Level.Evidence(unassigned, unspent, 0, nowNanos - heardNanos);
        if (refill() == Refill.SMOOTH) {
            long missing = ask.capacity() - remaining;
            long nanos = (long) ((double) missing * TimeUnit.MILLISECONDS.toNanos(ask.periodMillis()) / ask.capacity());
            long moved = nanos - (resetsNanos - nowNanos);
            return new Level(demand, remaining, resetsAt.plusNanos(moved), Duration.ofNanos(nanos), refused, evidence);
        }
        return new Level(
                demand, remaining, resetsAt, Duration.ofNanos(Math.max(0, resetsNanos - nowNanos)), refused, evidence);
    }

    /** Where the limit stands for a decision that was taken without the store. */
    Level levelOfShare(Demand demand, @Nullable Portion from, boolean refused, long nowNanos, long nowMillis) {
        long unspent = Math.max(0, ceiling - spent);
        long share = from == null ? 0 : from.remaining();
        // Who is refused is told 0, whatever crumbs are left.
        long remaining =
                refused ? 0 : from == null ? Math.max(unspent, heard ? freeNow(nowNanos) : 0) : unspent + share;
        long resetsInMillis = from == null
                ? TimeUnit.NANOSECONDS.toMillis(Math.max(0, resetsNanos - nowNanos))
                : Math.max(0, from.resetsAtMillis(nowMillis) - nowMillis);
        return new Level(
                demand,
                Math.min(remaining, ask.capacity()),
                Instant.ofEpochMilli(nowMillis + resetsInMillis),
                Duration.ofMillis(resetsInMillis),
                refused,
                new Level.Evidence(heard ? freeNow(nowNanos) : 0, unspent, share, heard ? nowNanos - heardNanos : -1));
    }

    /** The same claim with the ledger's word, for an exchange. */
    Ask askedWith(@Nullable Seed seed) {
        return seed == null ? ask : ask.with(seed);
    }

    /** Tokens admitted without the store's leave that it has not confirmed. */
    long unconfirmed() {
        return borrowed + Math.max(0, Math.max(ceiling, spent) - acked);
    }

    /** The most that may have been admitted without the store's leave, or may yet be. */
    long exposure(long nowMillis) {
        Portion open = portion;
        if (open == null) {
            return 0;
        }
        open.advance(nowMillis);
        return open.remaining() + Math.max(0, unconfirmed());
    }

    @Override
    public String toString() {
        return ask.key() + " spent " + spent + " of " + ceiling + ", " + acked + " confirmed, " + borrowed
                + " borrowed, " + free + " free, " + (live ? "live" : heard ? "absent" : "unheard")
                + (portion == null ? "" : ", share open " + portion.remaining());
    }

    long leased() {
        return Math.max(0, ceiling - spent);
    }
}
