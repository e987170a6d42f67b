package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Receipt;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.BucketKey;
import dev.weir.limits.buckets.Claim;
import dev.weir.limits.buckets.Grant;
import dev.weir.limits.buckets.Operation.Exchange;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything of one home on this node: its leases, the requests that wait for the store, and the exchange under way, of
 * which there is one at a time. Thread-safe; nothing here waits, and nothing is sent from here.
 *
 * <p>A request is admitted only out of tokens that a lease here holds, or out of a share; the store's verdict alone
 * admits nobody. So whatever becomes of an exchange, what the store has deducted and what was admitted here never differ
 * by more than what this node holds.
 */
final class Home {

    private static final int LOOKS_WHILE_IDLE = 4;

    private final String name;
    private final Leases leases;
    private final Map<BucketKey, Seed> seeds = new HashMap<>(2);
    private final Riders riders;
    private @Nullable Sent sent;
    private long exchanges;
    private volatile boolean asksAhead;
    private boolean busy;
    private volatile boolean due;
    private volatile long dueNanos;
    private volatile Burden burden = Burden.NONE;
    private long usedNanos;

    /** @param sessions gives numbers that no other session has, on any node */
    Home(String name, LongSupplier sessions) {
        this.name = name;
        this.leases = new Leases(sessions);
        this.riders = new Riders(leases, seeds, this::spend);
    }

    @Override
    public synchronized String toString() {
        return name + ": " + leases + ", " + riders.count() + " waiting";
    }

    String name() {
        return name;
    }

    /** Decides with what is here; null if only the store can tell. */
    synchronized @Nullable Decision decide(LimitRequest request, long nowNanos) {
        usedNanos = nowNanos;
        List<Demand> demands = request.demands();
        Lease[] found = new Lease[demands.size()];
        boolean refused = false;
        boolean missing = false;
        for (int i = 0; i < found.length; i++) {
            Demand demand = demands.get(i);
            Lease lease = leases.findHeard(demand, nowNanos);
            if (lease == null) {
                return null;
            }
            found[i] = lease;
            if (demand.cost() == 0 && lease.isOutdated(nowNanos)) {
                lease.askForNews();
                asksAhead = true;
            }
            if (demand.cost() > 0 && demand.cost() > lease.unspent(nowNanos)) {
                missing = true;
                refused |= lease.refuses(demand.cost(), nowNanos);
            }
        }
        if (refused) {
            return refusedHere(request, found, nowNanos);
        }
        return missing ? null : spend(request, found, Source.LEASE, nowNanos);
    }

    private Decision refusedHere(LimitRequest request, Lease[] found, long nowNanos) {
        Duration wait = Duration.ZERO;
        List<Level> levels = new ArrayList<>(found.length);
        for (int i = 0; i < found.length; i++) {
            Demand demand = request.demands().get(i);
            boolean refuses = demand.cost() > found[i].unspent(nowNanos) && found[i].refuses(demand.cost(), nowNanos);
            if (refuses && found[i].refusedWait(nowNanos).compareTo(wait) > 0) {
                wait = found[i].refusedWait(nowNanos);
            }
            levels.add(found[i].level(demand, refuses, nowNanos));
        }
        return new Decision.Denied(request, levels, Source.LEASE, wait);
    }

    private Decision spend(LimitRequest request, Lease[] held, Source source, long nowNanos) {
        List<Demand> demands = request.demands();
        Level[] levels = new Level[held.length];
        for (int i = 0; i < held.length; i++) {
            Lease lease = held[i];
            Demand demand = demands.get(i);
            if (demand.cost() > 0) {
                lease.spend(demand.cost(), nowNanos);
                if (lease.isLow()) {
                    asksAhead = true;
                }
            }
            levels[i] = lease.level(demand, false, nowNanos);
        }
        return new Decision.Allowed(request, List.of(levels), source, new Charge(this, held, null));
    }

    /** Lines up for the store. */
    synchronized void await(Pending pending) {
        due = true;
        riders.add(pending);
    }

    /** Waits no longer. Whoever takes the exchange for lost does not wait for the next one. */
    synchronized void giveUp(Pending pending) {
        riders.remove(pending);
        Sent under = sent;
        if (under != null && under.riders().contains(pending)) {
            abandon(under);
        }
    }

    private void abandon(Sent exchange) {
        exchange.abandon();
        doubt(exchange);
    }

    private void doubt(Sent exchange) {
        for (Lease lease : exchange.leases()) {
            lease.doubt();
            leases.keepTelling(lease);
        }
    }

    /** What the ledger said of a quota, for the next exchange. */
    synchronized void seed(BucketKey quota, Seed seed) {
        seeds.put(quota, seed);
    }

    /**
     * The next exchange, if there is a reason for one and none is under way. It must be sent, or {@link #unsent} called.
     *
     * @param nodes how many nodes share the limits
     * @param stretch how much longer than usual leases are to last
     */
    synchronized @Nullable Sent next(int nodes, double stretch, long nowNanos, long nowMillis) {
        // Whoever finds a lease low after this exchange asks again.
        asksAhead = false;
        Sent under = sent;
        if (under != null && !under.isAbandoned()) {
            return null;
        }
        ExchangeDraft draft = new ExchangeDraft();
        riders.board(draft, nowNanos);
        leases.dropOver(nowNanos);
        for (Lease lease : leases.current()) {
            if (lease.hasToSay(nowNanos) || lease.isLow() || lease.wantsNews()) {
                draft.take(lease);
            }
        }
        for (Lease lease : leases.retired()) {
            if (lease.hasToSay(nowNanos)) {
                draft.take(lease);
            }
        }
        if (draft.isEmpty()) {
            return null;
        }
        exchanges++;
        List<Claim> claims = draft.claims(seeds, stretch, nowNanos, nowMillis);
        Exchange exchange = new Exchange(exchanges, nodes, false, claims, draft.wants());
        Sent next = new Sent(exchange, draft.leases(), draft.riders(), nowNanos);
        sent = next;
        due = true;
        return next;
    }

    /** An exchange that asks what a request would get. It is not under way for anybody else. */
    synchronized Sent dryRun(Pending pending, int nodes, long nowNanos, long nowMillis) {
        ExchangeDraft draft = new ExchangeDraft();
        draft.take(pending, leases.obtain(pending.request(), nowNanos));
        List<Claim> claims = draft.claims(seeds, 1, nowNanos, nowMillis);
        Exchange exchange = new Exchange(exchanges, nodes, true, claims, draft.wants());
        return new Sent(exchange, draft.leases(), draft.riders(), nowNanos);
    }

    /** An exchange could not be sent: its riders are not kept waiting. */
    synchronized void unsent(Sent exchange) {
        drop(exchange);
    }

    private void ended(Sent exchange) {
        doubt(exchange);
        drop(exchange);
    }

    private void drop(Sent exchange) {
        if (sent == exchange) {
            sent = null;
        }
        // A figure of the ledger is true for a moment only.
        seeds.clear();
        riders.endWithoutAnswer(exchange);
    }

    /** What an exchange has come to, apart from the answers to its riders. */
    record Outcome(int ghosts, List<String> vanished, List<Unseeded> unseeded) {

        private static final Outcome NOTHING = new Outcome(0, List.of(), List.of());
    }

    /** A quota that the store keeps without the ledger's figure. */
    record Unseeded(BucketKey key, long bornMillis, long charged) {}

    /** Takes in the end of an exchange: the reply, or nothing if the store failed. */
    synchronized Outcome ended(Sent exchange, Optional<Reply> answer, long nowNanos) {
        if (sent != exchange) {
            // A later exchange has told the store to take back whatever this one granted.
            return new Outcome(
                    (int) exchange.riders().stream().filter(Pending::isOver).count(), List.of(), List.of());
        }
        Reply reply = answer.orElse(null);
        if (reply == null || reply.outcome() == Reply.Outcome.STALE) {
            ended(exchange);
            return Outcome.NOTHING;
        }
        sent = null;
        if (reply.grants().size() != exchange.leases().size()
                || reply.verdicts().size() != exchange.riders().size()) {
            ended(exchange);
            return Outcome.NOTHING;
        }
        return took(exchange, reply, nowNanos);
    }

    private Outcome took(Sent exchange, Reply reply, long nowNanos) {
        Instant storeNow = Instant.ofEpochMilli(reply.nowMillis());
        List<String> vanished = new ArrayList<>(0);
        List<Unseeded> unseeded = new ArrayList<>(0);
        for (int i = 0; i < reply.grants().size(); i++) {
            Lease lease = exchange.leases().get(i);
            Grant grant = reply.grants().get(i);
            if (grant.vanished()) {
                vanished.add(lease.ask().key().limit());
            }
            if (grant.state() == Grant.State.OVER) {
                leases.end(lease, nowNanos);
                continue;
            }
            lease.granted(grant, exchange.askedNanos(), storeNow, nowNanos);
            leases.keepTelling(lease);
            if (grant.state() == Grant.State.LIVE && !seeds.isEmpty()) {
                seeds.remove(lease.ask().key());
            }
            if (!grant.seeded()) {
                unseeded.add(new Unseeded(lease.ask().key(), grant.bornMillis(), grant.charged()));
            }
        }
        int ghosts = riders.answer(exchange, reply, nowNanos);
        exchange.leases().forEach(Lease::keepReserve);
        return new Outcome(ghosts, vanished, unseeded);
    }

    /** What {@link #decide} would answer, with nothing spent; null if only the store can tell. */
    synchronized @Nullable Decision would(LimitRequest request, long nowNanos) {
        List<Level> levels = new ArrayList<>(request.demands().size());
        for (Demand demand : request.demands()) {
            Lease lease = leases.findHeard(demand, nowNanos);
            if (lease == null || demand.cost() > lease.unspent(nowNanos)) {
                return null;
            }
            Level now = lease.level(demand, false, nowNanos);
            long remaining = Math.max(0, now.remaining() - demand.cost());
            levels.add(new Level(demand, remaining, now.resetsAt(), now.untilReset(), false, now.evidence()));
        }
        return new Decision.Allowed(request, levels, Source.LEASE, Receipt.NONE);
    }

    /** Whether a quota of the request is known neither from the store nor from the ledger. */
    synchronized boolean isUnknown(Demand quota, long nowNanos) {
        return leases.findHeard(quota, nowNanos) == null;
    }

    /** Whether this node has heard that less is left of a quota than is asked for, or nothing. */
    synchronized boolean remembersSpent(Demand quota, long nowNanos) {
        Lease lease = leases.findHeard(quota, nowNanos);
        return lease != null && lease.remembersSpent(quota.cost(), nowNanos);
    }

    synchronized void learnSpent(Demand quota, long used, long nowNanos, long nowMillis) {
        leases.obtain(quota, nowNanos).learnSpent(used, nowNanos, nowMillis);
    }

    /**
     * Decides without the store: from leases as far as they reach, and from this node's share beyond.
     *
     * @param dry whether nothing is to be spent
     * @param soon what to tell a caller whom {@link OnStoreLoss#REFUSE} turns away
     */
    synchronized Decision share(
            LimitRequest request, int nodes, boolean dry, Duration soon, long nowNanos, long nowMillis) {
        usedNanos = nowNanos;
        due = true;
        ShareDraft draft = new ShareDraft(leases, request, nodes, nowNanos, nowMillis);
        return dry ? draft.decision(soon, Receipt.NONE) : draft.spend(this, soon);
    }

    /**
     * Replaces the reserved cost of a decision by the real one.
     *
     * @return whether more has come back than this node has use for, so that the store should be told
     */
    synchronized boolean settle(Charge charge, LimitRequest request, Map<Unit, Long> actual, long nowNanos) {
        due = true;
        boolean tell = false;
        for (int i = 0; i < request.demands().size(); i++) {
            Demand demand = request.demands().get(i);
            Long used = actual.get(demand.limit().unit());
            if (used != null && used != demand.cost()) {
                Lease lease = charge.lease(i);
                lease.correct(used - demand.cost(), charge.portion(i));
                leases.keepTelling(lease);
                tell |= lease.isUntold(nowNanos);
            }
        }
        return tell;
    }

    /** Whether requests wait for an exchange that has not been made yet. */
    synchronized boolean hasRiders() {
        return sent == null && !riders.isEmpty();
    }

    /** Whether an exchange is under way. */
    synchronized boolean isUnderWay() {
        return sent != null;
    }

    /** Whether a lease is getting low, so that an exchange should be made ahead of need. */
    boolean asksAhead() {
        return asksAhead;
    }

    /** Whether it is time to {@link #tidy}: something has happened, or leases may lie unused by now. */
    boolean isDue(long nowNanos) {
        return due || nowNanos - dueNanos >= 0;
    }

    /**
     * Gives up what is not used, and lets a late exchange go.
     *
     * @param idleNanos how long a lease may lie unused
     */
    synchronized void tidy(long idleNanos, long nowNanos, long nowMillis) {
        due = false;
        Sent under = sent;
        if (under != null && under.isLate(nowNanos)) {
            abandon(under);
        }
        if (under == null || under.isAbandoned()) {
            leases.dropOver(nowNanos);
            for (Lease lease : leases.current()) {
                lease.giveUpIfIdle(idleNanos, nowNanos);
                lease.closeShareIfSettled();
            }
        }
        weigh(nowNanos, nowMillis);
        // Where nothing happens, leases are looked at four times before they have lain long enough.
        dueNanos = sent != null ? nowNanos : nowNanos + idleNanos / LOOKS_WHILE_IDLE;
    }

    /** What a home has on its hands, in tokens. */
    record Burden(long leased, long borrowed, long exposure, boolean untold) {

        static final Burden NONE = new Burden(0, 0, 0, false);

        Burden plus(Burden other) {
            return new Burden(
                    leased + other.leased,
                    borrowed + other.borrowed,
                    exposure + other.exposure,
                    untold || other.untold);
        }
    }

    /** What it had on its hands when that was last found out. */
    Burden burden() {
        return burden;
    }

    /** Finds out what it has on its hands. */
    synchronized Burden weigh(long nowNanos, long nowMillis) {
        long leased = 0;
        long borrowed = 0;
        long exposure = 0;
        for (Lease lease : leases.current()) {
            leased += lease.leased();
            borrowed += lease.unconfirmed();
            exposure += lease.exposure(nowMillis);
        }
        Burden now = new Burden(leased, borrowed, exposure, leases.any(lease -> lease.hasToSay(nowNanos)));
        burden = now;
        return now;
    }

    /** Marks that this home must be looked after; true if it was not marked before. */
    synchronized boolean markBusy() {
        boolean before = busy;
        busy = true;
        return !before;
    }

    /** Takes the mark away if there is nothing to look after; true if it did. */
    synchronized boolean restIfIdle(long nowNanos) {
        boolean idle = sent == null
                && riders.isEmpty()
                && !leases.any(lease -> lease.leased() > 0 || lease.needsCare(nowNanos));
        busy &= !idle;
        return idle;
    }

    /** Gives up everything unspent: this node is leaving. */
    synchronized void leave(long nowNanos) {
        leases.current().forEach(lease -> lease.giveUpIfIdle(0, nowNanos));
    }

    /** Whether nothing is lost by forgetting it. */
    synchronized boolean isForgettable(long nowNanos) {
        leases.dropOver(nowNanos);
        return !busy && leases.isEmpty() && riders.isEmpty() && sent == null;
    }

    synchronized long usedNanos() {
        return usedNanos;
    }
}
