package dev.weir.limits.guard;

import dev.weir.limits.Decision;
import dev.weir.limits.Level;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterStats;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.Source;
import dev.weir.limits.StoreHealth;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.breaker.Breaker;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Standing;
import dev.weir.limits.store.LimitStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * Asks the store in time, or decides from this node's shares. Thread-safe.
 *
 * <h2>How much can be admitted beyond a limit</h2>
 *
 * With the store answering, nothing: every decision is one visit of the bucket's owner. While it does not answer, a
 * node spends its <em>share</em> of a bucket: {@code floor(r / G)} of the remainder {@code r} that it last saw, or
 * {@code ceil(C / G)} of a bucket that it never saw, where {@code C} is the capacity and {@code G} the number of nodes
 * last agreed on. A share is renewed only after what was spent of it has been charged to the store, and shrinks with
 * whatever the store says meanwhile. So for one window, or one period of a quota, and one loss of the store
 *
 * <pre>extra ≤ C + G · c + C · w</pre>
 *
 * where {@code c} is the largest cost of one request (an unseen share is rounded up, and one that is not yet empty may go
 * into debt by one request), and {@code w} counts how often all replicas of the entry were lost: a window then restarts,
 * while a quota is rebuilt from the ledger and lacks only what the ledger had not yet been told. The first term is what
 * the nodes could not know that others had spent since they last looked. It is {@code (G − 1)/G · C} when the store is
 * lost to all nodes at once, and 0 when that lasts the whole window; {@code C} is reached only if it comes and goes in
 * the middle of a window. In the form {@code G·ℓ + (s − 1)·(C + r·t) + C·w} of the design, {@code ℓ} is {@code c + C/G},
 * and a split into {@code s} sides adds its term, because each side keeps deciding from its own replicas. The leases of
 * a later step bring {@code ℓ} down.
 *
 * <p>A smooth limit refills while the store is away, each node at {@code 1/G} of the rate, and all shares together hold
 * at most {@code C + G}. {@link OnStoreLoss#GENEROUS} puts {@code G · C} in place of the first term, and
 * {@link OnStoreLoss#REFUSE} admits nothing.
 */
public final class GuardedRateLimiter implements RateLimiter {

    private static final int REPORTS_PER_TICK = 50;
    private static final long LAST_WORDS_MILLIS = 500;
    private static final long RETRY_MILLIS = 1_000;

    private final LimitStore store;
    private final AgreedNodes nodes;
    private final NodeTime time;
    private final DoubleSupplier chance;
    private final LimiterObserver observer;
    private final Counts counts = new Counts();
    private final long deadlineNanos;
    private final StoreCalls calls;
    private final Homes homes;
    private final QuotaFigures figures;
    private final QuotaSeeds seeds;
    private final Corrections corrections;

    /**
     * Puts the guard around a store.
     *
     * @param nodes how many nodes share the limits
     * @param chance numbers from 0 to 1, for jitter
     * @param late runs what comes after its caller has gone; a thread of its own, never the common pool
     */
    public GuardedRateLimiter(
            LimitStore store,
            UsageLedger ledger,
            GuardSettings settings,
            AgreedNodes nodes,
            NodeTime time,
            DoubleSupplier chance,
            Executor late,
            LimiterObserver observer) {
        this.store = store;
        this.nodes = nodes;
        this.time = time;
        this.chance = chance;
        this.observer = observer;
        this.deadlineNanos = settings.deadline().toNanos();
        Breaker breaker = new Breaker(settings.breaker(), chance);
        this.calls = new StoreCalls(store, settings, breaker, time, late, counts, observer);
        this.homes = new Homes(settings.homesRemembered(), time, counts);
        this.figures = new QuotaFigures(ledger, time);
        this.seeds = new QuotaSeeds(figures, calls, time);
        this.corrections = new Corrections(calls, homes, time, counts);
    }

    @Override
    public Decision decide(LimitRequest request) {
        List<Ask> asks = request.demands().stream().map(Ask::of).toList();
        long startNanos = time.nanos();
        corrections.reportFirst(request.home());
        List<Ghost> ghosts = new ArrayList<>(0);
        Decision decision =
                askStore(request, asks, startNanos, ghosts, false).orElseGet(() -> share(request, asks, startNanos));
        if (decision instanceof Decision.Denied fromShare && ghosts.isEmpty()) {
            // Nobody was asked, as in a ramp: a share that is used up is poorer evidence than the store's word.
            decision = askStore(request, asks, time.nanos(), ghosts, true).orElse(fromShare);
        }
        for (Ghost ghost : ghosts) {
            ghost.decided(decision instanceof Decision.Allowed);
        }
        counts.decided(decision);
        observer.decided(decision);
        return decision;
    }

    private Optional<Decision> askStore(
            LimitRequest request, List<Ask> asks, long startNanos, List<Ghost> ghosts, boolean insist) {
        long askedMillis = time.millis();
        Optional<Reply> first = visit(request, asks, deadlineNanos, ghosts, insist);
        if (first.isEmpty() || first.get().outcome() != Reply.Outcome.UNKNOWN_QUOTA) {
            return first.flatMap(reply -> decision(request, asks, reply, askedMillis));
        }
        List<Ask> seeded = seeds.seeded(request, asks, startNanos + deadlineNanos);
        long againMillis = time.millis();
        return visit(request, seeded, deadlineNanos / 2, ghosts, insist)
                .flatMap(reply -> decision(request, seeded, reply, againMillis));
    }

    private Optional<Reply> visit(
            LimitRequest request, List<Ask> asks, long waitNanos, List<Ghost> ghosts, boolean insist) {
        return calls.ask(request.home(), new Operation.Decide(asks), waitNanos, insist, () -> {
            Ghost ghost = corrections.ghost(request.home(), asks);
            ghosts.add(ghost);
            return ghost::answered;
        });
    }

    private Optional<Decision> decision(LimitRequest request, List<Ask> asks, Reply reply, long askedMillis) {
        boolean decided = reply.outcome() == Reply.Outcome.ALLOWED || reply.outcome() == Reply.Outcome.DENIED;
        if (!decided || reply.standings().size() != asks.size()) {
            return Optional.empty();
        }
        homes.of(request.home()).learn(asks, reply, askedMillis);
        seeds.notice(request, asks, reply);
        List<Level> levels = new ArrayList<>(asks.size());
        List<Charge.Line> lines = new ArrayList<>(asks.size());
        for (int i = 0; i < asks.size(); i++) {
            Standing standing = reply.standings().get(i);
            long untilMillis = Math.max(0, standing.resetsAtMillis() - reply.nowMillis());
            levels.add(new Level(
                    request.demands().get(i),
                    standing.remaining(),
                    Instant.ofEpochMilli(standing.resetsAtMillis()),
                    Duration.ofMillis(untilMillis),
                    standing.refused()));
            lines.add(new Charge.Line(standing.bornMillis(), askedMillis + untilMillis));
        }
        if (reply.outcome() == Reply.Outcome.ALLOWED) {
            return Optional.of(new Decision.Allowed(request, levels, Source.STORE, new Charge(lines, askedMillis)));
        }
        return Optional.of(
                new Decision.Denied(request, levels, Source.STORE, Duration.ofMillis(reply.retryAfterMillis())));
    }

    private Decision share(LimitRequest request, List<Ask> asks, long startNanos) {
        HomeMemory memory = homes.of(request.home());
        int parts = nodes.count();
        askLedger(request, asks, memory, parts, startNanos);
        long nowMillis = time.millis();
        boolean refuses = request.demands().stream()
                .anyMatch(demand -> demand.cost() > 0 && demand.limit().onStoreLoss() == OnStoreLoss.REFUSE);
        if (refuses) {
            List<Ask> looks = asks.stream().map(GuardedRateLimiter::look).toList();
            HomeMemory.Verdict verdict = memory.decide(request.demands(), looks, parts, nowMillis);
            return new Decision.Reduced(request, levels(request, verdict, nowMillis), Source.SHARE, soon());
        }
        HomeMemory.Verdict verdict = memory.decide(request.demands(), asks, parts, nowMillis);
        List<Level> levels = levels(request, verdict, nowMillis);
        if (!verdict.allowed()) {
            return new Decision.Denied(request, levels, Source.SHARE, Duration.ofMillis(verdict.waitMillis()));
        }
        homes.owes(request.home());
        return new Decision.Allowed(request, levels, Source.SHARE, new Charge(verdict.lines(), nowMillis));
    }

    // A quota of which this node knows nothing: the ledger may know, and a share of the whole would be a guess.
    private void askLedger(LimitRequest request, List<Ask> asks, HomeMemory memory, int parts, long startNanos) {
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            if (request.demands().get(i).period().isPresent() && !memory.isKnown(ask.key(), time.millis())) {
                QuotaFigures.Figure figure =
                        figures.ask(request.home(), request.demands().get(i), 0);
                figure.await(startNanos + deadlineNanos - time.nanos());
                // At once if it is there, and else for the next decision.
                figure.whenTold(spent -> memory.learnSpent(ask, spent, parts, time.millis()));
            }
        }
    }

    private static Ask look(Ask ask) {
        return new Ask(ask.key(), ask.capacity(), ask.periodMillis(), ask.periodEndsMillis(), 0, ask.seed());
    }

    private static List<Level> levels(LimitRequest request, HomeMemory.Verdict verdict, long nowMillis) {
        List<Level> levels = new ArrayList<>(verdict.stands().size());
        for (int i = 0; i < verdict.stands().size(); i++) {
            HomeMemory.Stand stand = verdict.stands().get(i);
            levels.add(new Level(
                    request.demands().get(i),
                    stand.remaining(),
                    Instant.ofEpochMilli(stand.resetsAtMillis()),
                    Duration.ofMillis(Math.max(0, stand.resetsAtMillis() - nowMillis)),
                    stand.refused()));
        }
        return levels;
    }

    private Duration soon() {
        return Duration.ofMillis(RETRY_MILLIS + (long) (RETRY_MILLIS * chance.getAsDouble()));
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
            corrections.settle(decision, charge, actual);
        }
    }

    /** Does what is due: a probe, and reports of what homes owe. To be called a few times a second. */
    public void tick() {
        calls.probeIfDue(deadlineNanos);
        nodes.observe(calls.phase() == Breaker.Phase.CLOSED, time.nanos());
        if (calls.isWell()) {
            corrections.reportSome(REPORTS_PER_TICK);
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
                counts.ghosts.sum(),
                homes.owing(),
                counts.dropped.sum(),
                seeds.unseeded(),
                homes.remembered(),
                nodes.count());
    }

    /** Sends what homes still owe, as far as the store takes it at once, and leaves the store. */
    @Override
    public void close() {
        if (calls.isWell()) {
            corrections.reportSome(Integer.MAX_VALUE);
            calls.awaitIdle(LAST_WORDS_MILLIS);
        }
        store.close();
    }
}
