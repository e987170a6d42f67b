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

    /** Who only looks is shown a level that is about this old at most. */
    private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Demand first;
    private final Ask ask;
    private final OnStoreLoss onLoss;
    private final long session;
    private final Pace pace;
    private Standing standing;
    private @Nullable Refusal refusal;
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

    private long spendableUntilNanos = NEVER;
    private double stretch = 1;
    private long lastSpentNanos;
    private long askBelow = -1;

    /** A session that begins now, with nothing. */
    Lease(Demand demand, long session, Pace pace, long nowNanos) {
        this.first = demand;
        this.ask = Ask.of(demand);
        this.onLoss = demand.limit().onStoreLoss();
        this.session = session;
        this.pace = pace;
        this.standing = new Standing(ask);
        this.startedNanos = nowNanos;
        this.lastSpentNanos = nowNanos;
    }

    Ask ask() {
        return ask;
    }

    OnStoreLoss onLoss() {
        return onLoss;
    }

    private Refill refill() {
        return ask.refill();
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
        return standing.isOver(nowNanos);
    }

    /** Whether the store has said anything about the bucket. */
    boolean isHeard() {
        return standing.isHeard();
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
        Refusal last = refusal;
        return last != null && last.covers(cost, nowNanos);
    }

    /** How long until the cost that was refused can pass. */
    Duration refusedWait(long nowNanos) {
        Refusal last = refusal;
        return last == null ? Duration.ZERO : last.waitLeft(nowNanos);
    }

    /** The store has refused. */
    void refused(long cost, long waitMillis, long nowNanos) {
        refusal = Refusal.of(cost, waitMillis, nowNanos);
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
                standing.bornMillis(),
                standing.storeEndsMillis(),
                TimeUnit.NANOSECONDS.toMillis(nowNanos - startedNanos),
                standing.leftMillis(nowNanos),
                retired);
    }

    /** Nobody knows whether the store has done what it was asked: it is told again. */
    void doubt() {
        doubted = true;
    }

    /** Whether what is known is old, and somebody has asked for no more than that. */
    boolean isOutdated(long nowNanos) {
        return standing.ageNanos(nowNanos) >= NEWS_NANOS;
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
                && standing.ageNanos(nowNanos) >= TimeUnit.MILLISECONDS.toNanos(ask.periodMillis()) / 3;
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
        standing.granted(grant, askedNanos, storeNow, nowNanos);
        doubted = false;
        wantsNews = false;
        // What comes when the plan has changed goes back.
        ceiling = retired ? spent : Math.max(spent, grant.ceiling());
        acked = grant.ceiling();
        if (refill() == Refill.SMOOTH) {
            spendableUntilNanos = askedNanos + TimeUnit.MILLISECONDS.toNanos(grant.leftMillis());
        }
        refusal = null;
        if (borrowed == 0) {
            portion = null;
        } else if (portion != null) {
            portion.cap(standing.free(), borrowed);
        }
    }

    /** Requests have taken what they waited for; what is left is a reserve, to be renewed when half of it is gone. */
    void keepReserve() {
        long reserve = ceiling - spent;
        askBelow = reserve > 0 ? reserve / 2 : -1;
    }

    /** Takes in what the ledger says of a quota that the store did not. */
    void learnSpent(long used, long nowNanos, long nowMillis) {
        standing.learnSpent(used, nowNanos, nowMillis);
    }

    /** Whether the store or the ledger has said in this period that so much is not left, or nothing is. */
    boolean remembersSpent(long cost, long nowNanos) {
        long held = ceiling - spent;
        return isHeard() && !isOver(nowNanos) && standing.free(held, nowNanos) + held < Math.max(1, cost);
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
        if (refill() != Refill.PERIOD || isOver(nowNanos) || (!isHeard() && admitted == 0)) {
            return Optional.empty();
        }
        Lease heir = successor(first, session, nowNanos);
        heir.standing.remember(standing, admitted);
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
            next.standing = standing.under(next.ask, ceiling - spent, nowNanos);
            next.portion = portion;
            next.before = this;
        }
        return next;
    }

    /** The portion in use, or a new one that is not kept until {@link #borrow}: who is refused starts no window. */
    Portion open(int nodes, long nowNanos, long nowMillis) {
        Portion open = portion;
        if (open != null) {
            open.resize(ask, nowMillis);
            open.advance(nowMillis);
            return open;
        }
        return Portion.of(
                ask,
                standing.freeOrFull(ceiling - spent, nowNanos),
                standing.endsMillis(nowNanos, nowMillis),
                onLoss,
                nodes,
                nowMillis);
    }

    /** Admits tokens without the store's leave. */
    void borrow(Portion from, long tokens, long nowNanos) {
        if (refill() == Refill.WINDOW && !standing.hasEnd()) {
            startedNanos = nowNanos;
            standing.begin(nowNanos);
        } else if (borrowed == 0 && !standing.isLive()) {
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

    /** Where the limit stands, from what this node knows. */
    Level level(Demand demand, boolean refused, long nowNanos) {
        return standing.level(demand, ceiling - spent, refused, nowNanos);
    }

    /** Where the limit stands for a decision that was taken without the store. */
    Level levelOfShare(Demand demand, @Nullable Portion from, boolean refused, long nowNanos, long nowMillis) {
        return standing.levelOfShare(demand, from, ceiling - spent, refused, nowNanos, nowMillis);
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
                + " borrowed, " + standing
                + (portion == null ? "" : ", share open " + portion.remaining());
    }

    long leased() {
        return Math.max(0, ceiling - spent);
    }
}
