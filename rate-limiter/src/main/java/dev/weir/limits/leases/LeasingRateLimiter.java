package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterStats;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.StoreHealth;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.breaker.Breaker;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.Counts;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.guard.StoreCalls;
import dev.weir.limits.leases.Pending.Answer;
import dev.weir.limits.store.LimitStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides from leases; asks the store when they do not reach, in time; and decides from this node's shares when it does
 * not answer. Thread-safe.
 *
 * <h2>How much can be admitted beyond a limit</h2>
 *
 * With the store answering in time, nothing: a token is spent by the one node that holds it, and the owner has deducted
 * it before. A smooth limit's leases hold at most a tenth of its capacity, so that any interval admits at most that much
 * more than the bucket alone would. While the store does not answer, a node first spends what it has leased, and then its
 * <em>share</em>: {@code ceil(r / G)} of what it last heard was left to nobody, or {@code ceil(C / G)} of a bucket that it
 * never heard of, where {@code C} is the capacity and {@code G} the number of nodes last agreed on. A share is renewed
 * only after what was spent of it has been charged, and shrinks with whatever the store says meanwhile. So for one window,
 * or one period of a quota,
 *
 * <pre>extra ≤ (G + k) · ℓ + (s − 1) · (C + r · t) + C · w,   ℓ = ceil(C / G) + c</pre>
 *
 * where {@code c} is the largest cost of one request (a share that is not yet empty may go into debt by one request),
 * {@code k} how many nodes were killed before the store had heard what they admitted (who starts in their place does not
 * know it either), {@code s} the number of sides that the store itself has split into for a time {@code t}, {@code r} the refill of a
 * smooth limit, and {@code w} how often all replicas of the entry were lost together with nodes that had spent of it: the
 * nodes that live bring their own part of a lost window back, and a quota is rebuilt from the ledger, lacking only what
 * the ledger had not yet been told. The first term is what nodes could not know that others had spent since they last
 * looked; it is 0 when the store is away for a whole window. {@link OnStoreLoss#GENEROUS} puts {@code C} in place of
 * {@code ceil(C / G)}, and {@link OnStoreLoss#REFUSE} admits nothing.
 *
 * <p>{@link LimiterStats#overAdmissionBound} is this node's part of the first term at this moment, for all limits.
 *
 * <h2>How much can be refused within a limit</h2>
 *
 * What other nodes have leased and not spent, which is at most {@code 1/(4 · G)} of the remainder for each lease at the
 * time it was given and goes back after a second without use; what a killed node had leased, until the window ends; and,
 * for a tenth of a second, what came back after a refusal.
 */
public final class LeasingRateLimiter implements RateLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(LeasingRateLimiter.class);

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_MILLIS = 1_000;
    private static final long SAY_SO_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LimitStore store;
    private final AgreedNodes nodes;
    private final NodeTime time;
    private final DoubleSupplier chance;
    private final LimiterObserver observer;
    private final Executor later;
    private final Counts counts = new Counts();
    private final long deadlineNanos;
    private final StoreCalls calls;
    private final Homes homes;
    private final QuotaFigures figures;
    private final QuotaSeeds seeds;
    private final DryRuns dryRuns;
    private final Watch watch;
    private final Reports reports;
    private volatile Home.Burden burden = Home.Burden.NONE;
    private volatile int owingHomes;
    private volatile long saidNanos;

    /**
     * Puts leases in front of a store.
     *
     * @param nodes how many nodes share the limits
     * @param chance numbers from 0 to 1, for jitter
     * @param sessions numbers that no other session has, on any node: 64 random bits
     * @param later sends what an answer of the store calls for, on a thread that is not the store's
     */
    public LeasingRateLimiter(
            LimitStore store,
            UsageLedger ledger,
            GuardSettings settings,
            AgreedNodes nodes,
            NodeTime time,
            DoubleSupplier chance,
            LongSupplier sessions,
            Executor later,
            LimiterObserver observer) {
        this.store = store;
        this.nodes = nodes;
        this.time = time;
        this.chance = chance;
        this.observer = observer;
        this.later = later;
        this.deadlineNanos = settings.deadline().toNanos();
        Breaker breaker = new Breaker(settings.breaker(), chance);
        this.calls = new StoreCalls(store, settings, breaker, time, counts, observer);
        this.homes = new Homes(settings.homesRemembered(), sessions, time.nanos());
        this.figures = new QuotaFigures(ledger, time);
        this.seeds = new QuotaSeeds(figures, calls, time);
        this.dryRuns = new DryRuns(calls, seeds, nodes, time);
        this.watch = new Watch(Runtime.getRuntime().availableProcessors(), time::nanos);
        this.reports = new Reports(settings.callsInFlight());
        this.saidNanos = time.nanos() - SAY_SO_NANOS;
    }

    @Override
    public Decision decide(LimitRequest request) {
        Home home = homes.of(request.home());
        long startNanos = time.nanos();
        Decision decision = decideHere(home, request, startNanos);
        if (decision != null) {
            return decision;
        }
        Asking asking = begin(home, request, startNanos);
        while (decision == null) {
            watch.briefly(asking.pending()::isOver);
            decision = goOn(asking, asking.await(time.nanos()));
        }
        return decision;
    }

    /** Decides with what is here; null if the store must be asked. */
    @Nullable
    Decision decideHere(Home home, LimitRequest request, long startNanos) {
        Decision decision = home.decide(request, startNanos);
        if (decision == null) {
            return null;
        }
        if (home.asksAhead()) {
            exchange(home, false);
        }
        return noted(decision);
    }

    private Decision noted(Decision decision) {
        counts.decided(decision);
        observer.decided(decision);
        return decision;
    }

    /** Asks the store, without waiting. */
    Asking begin(Home home, LimitRequest request, long startNanos) {
        Asking asking = new Asking(home, request, startNanos);
        ride(asking, false, startNanos + deadlineNanos);
        return asking;
    }

    /** What follows from an answer, or from there being none in time: a decision, or null for asking once more. */
    @Nullable
    Decision goOn(Asking asking, Answer answer) {
        Answer last = answer;
        if (answer instanceof Answer.NoAnswer) {
            if (!asking.pending().isOver() && asking.overslept(time.nanos())) {
                return null;
            }
            asking.home().giveUp(asking.pending());
            // It may have been answered at the last moment.
            last = asking.pending().await(0);
        }
        if (last instanceof Answer.Decided decided) {
            return noted(decided.decision());
        }
        if (last instanceof Answer.UnknownQuota && asking.firstTimeUnknown()) {
            seeds.seed(asking.home(), asking.request(), asking.startNanos() + deadlineNanos);
            ride(asking, asking.insists(), time.nanos() + deadlineNanos / 2);
            return null;
        }
        Decision share = share(asking.home(), asking.request(), false, asking.startNanos());
        if (share instanceof Decision.Denied && !asking.wasHeardOut() && !asking.insists() && calls.mayAsk()) {
            // Nobody was asked, as in a ramp: a share that is used up is poorer evidence than the store's word.
            ride(asking, true, time.nanos() + deadlineNanos);
            return null;
        }
        return noted(share);
    }

    private void ride(Asking asking, boolean insist, long untilNanos) {
        Pending pending = asking.ride(insist, untilNanos);
        if (!calls.mayAsk()) {
            counts.notAsked.increment();
            pending.end(new Answer.NoAnswer());
            return;
        }
        asking.home().await(pending);
        homes.lookAfter(asking.home());
        exchange(asking.home(), insist);
        if (!pending.isOver()) {
            asking.isHeardOut();
        }
    }

    /** Sends the home's next exchange, if there is one, and after it those that its answer calls for. */
    private void exchange(Home home, boolean insist) {
        boolean unused = exchange(home, insist, () -> {});
    }

    /** The same; {@code whenOver} is run when the first of them has ended, and not at all if none was sent: then false. */
    private boolean exchange(Home home, boolean insist, Runnable whenOver) {
        Sent next = home.next(nodes.count(), homes.stretch(), time.nanos(), time.millis());
        if (next == null) {
            return false;
        }
        Optional<StoreCalls.Call> call = calls.send(home.name(), next.exchange(), insist, reply -> {
            ended(home, next, reply);
            whenOver.run();
        });
        if (call.isPresent()) {
            next.isCall(call.get());
            return true;
        }
        if (!next.riders().isEmpty()) {
            counts.notAsked.increment();
        }
        home.unsent(next);
        return false;
    }

    private void ended(Home home, Sent exchange, Optional<Reply> reply) {
        Home.Outcome outcome = home.ended(exchange, reply, time.nanos());
        counts.ghosts.add(outcome.ghosts());
        outcome.vanished().forEach(limit -> vanished(home, limit));
        boolean seedable = !outcome.unseeded().isEmpty() || seeds.unseeded() > 0;
        if (seedable || home.hasRiders()) {
            // Not on this thread: it may be the store's own, which must not call the store.
            later.execute(() -> {
                exchange.riders().forEach(rider -> seeds.notice(home, rider.request(), outcome.unseeded()));
                exchange(home, false);
            });
        }
        // The next round would have to fetch all of it into another core's cache to find that out.
        homes.review(home, time.nanos());
    }

    private void vanished(Home home, String limit) {
        counts.vanished.increment();
        long now = time.nanos();
        if (now - saidNanos >= SAY_SO_NANOS) {
            saidNanos = now;
            LOG.error(
                    "The limit store has lost {} of {} before its time: was the map wiped? Windows continue from what"
                            + " the nodes know, quotas from the ledger.",
                    limit,
                    home.name());
        }
        observer.vanished(home.name(), limit);
    }

    Home home(String name) {
        return homes.of(name);
    }

    private Decision share(Home home, LimitRequest request, boolean dry, long startNanos) {
        askLedger(home, request, startNanos);
        Decision decision = home.share(request, nodes.count(), dry, soon(), time.nanos(), time.millis());
        if (!dry) {
            homes.lookAfter(home);
        }
        return decision;
    }

    // A quota of which this node knows nothing: the ledger may know, and a share of the whole would be a guess.
    private void askLedger(Home home, LimitRequest request, long startNanos) {
        for (Demand demand : request.demands()) {
            if (demand.period().isPresent() && home.isUnknown(demand, time.nanos())) {
                QuotaFigures.Figure figure = figures.ask(home.name(), demand, 0);
                figure.await(startNanos + deadlineNanos - time.nanos());
                // At once if it is there, and else for the next decision.
                figure.whenTold(spent -> home.learnSpent(demand, spent, time.nanos(), time.millis()));
            }
        }
    }

    private Duration soon() {
        return Duration.ofMillis(RETRY_MILLIS + (long) (RETRY_MILLIS * chance.getAsDouble()));
    }

    @Override
    public Decision would(LimitRequest request) {
        Home home = homes.of(request.home());
        long startNanos = time.nanos();
        Decision here = home.would(request, startNanos);
        if (here != null) {
            return here;
        }
        return dryRuns.ask(home, request, startNanos, deadlineNanos)
                .orElseGet(() -> share(home, request, true, startNanos));
    }

    @Override
    public void settle(Decision.Allowed decision, Map<Unit, Long> actual) {
        for (Map.Entry<Unit, Long> one : actual.entrySet()) {
            if (one.getValue() < 0) {
                throw new IllegalArgumentException(
                        "what was used of " + one.getKey() + " must be at least 0, was " + one.getValue());
            }
        }
        if (!(decision.receipt() instanceof Charge charge)) {
            throw new IllegalArgumentException(
                    "this limiter did not take that decision; settle the very object that decide returned");
        }
        if (charge.claim()) {
            Home home = charge.home();
            boolean tell = home.settle(charge, decision.request(), actual, time.nanos());
            homes.lookAfter(home);
            if (tell && calls.isWell()) {
                exchange(home, false);
            }
        }
    }

    /** Does what is due: a probe, returns, and reports of what homes owe. To be called about ten times a second. */
    public void tick() {
        calls.probeIfDue();
        long now = time.nanos();
        nodes.observe(calls.phase() == Breaker.Phase.CLOSED, now);
        Home.Burden all = Home.Burden.NONE;
        int owing = 0;
        int busy = 0;
        for (Home home : homes.busy()) {
            if (home.isDue(now)) {
                home.tidy(IDLE_NANOS, now, time.millis());
                if (home.burden().untold()) {
                    reports.add(home);
                }
                homes.review(home, now);
            }
            all = all.plus(home.burden());
            owing += home.burden().untold() ? 1 : 0;
            busy++;
        }
        burden = all;
        owingHomes = owing;
        homes.count(busy);
        homes.sweep(now);
        reports.beginRound();
        report();
    }

    private void report() {
        if (calls.isWell()) {
            reports.tell((home, whenOver) -> exchange(home, false, whenOver), () -> later.execute(this::report));
        } else {
            reports.clear();
        }
    }

    @Override
    public StoreHealth health() {
        return switch (calls.phase()) {
            case CLOSED -> new StoreHealth(true, "The limit store answers.", store.members());
            case RAMPING ->
                new StoreHealth(
                        true, "The limit store answers again; decisions return to it step by step.", store.members());
            case OPEN ->
                new StoreHealth(
                        false,
                        "The limit store does not answer (" + calls.lastFailure()
                                + "); decisions are taken from this node's share.",
                        store.members());
        };
    }

    /** What it has done, and what it has on its hands. */
    public LimiterStats stats() {
        Home.Burden now = burden;
        return new LimiterStats(
                counts.decisions(),
                counts.answered.sum(),
                counts.timedOut.sum(),
                counts.failed.sum(),
                counts.notAsked.sum(),
                calls.inFlight(),
                calls.phase().name().toLowerCase(Locale.ROOT),
                calls.timesOpened(),
                counts.quarantined.sum(),
                counts.evicted.sum(),
                counts.vanished.sum(),
                counts.ghosts.sum(),
                now.leased(),
                now.borrowed(),
                now.exposure(),
                owingHomes,
                seeds.unseeded(),
                homes.remembered(),
                nodes.count());
    }

    /** Gives back what is leased and reports what is owed, as far as the store takes it within a second, and leaves it. */
    @Override
    public void close() {
        long until = time.nanos() + LAST_WORDS_NANOS;
        for (Home home : homes.busy()) {
            home.leave(time.nanos());
            while (calls.isWell() && time.nanos() - until < 0 && !farewell(home)) {
                calls.awaitIdle(5);
            }
        }
        calls.awaitIdle(Math.max(0, TimeUnit.NANOSECONDS.toMillis(until - time.nanos())));
        store.close();
    }

    private boolean farewell(Home home) {
        exchange(home, true);
        return !home.weigh(time.nanos(), time.millis()).untold() || home.isUnderWay();
    }
}
