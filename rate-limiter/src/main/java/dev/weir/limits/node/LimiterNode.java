package dev.weir.limits.node;

import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterStats;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.StoreHealth;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.cluster.HazelcastStore;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.leases.LeasingRateLimiter;
import dev.weir.limits.store.LimitStore;
import dev.weir.limits.store.LocalStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rate limiter with its way to the limit store and the thread that looks after both. Thread-safe; close it once, when
 * no more requests come.
 */
public final class LimiterNode implements RateLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(LimiterNode.class);
    private static final long TICK_MILLIS = 100;
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final LeasingRateLimiter limiter;
    private final ScheduledExecutorService background;

    private LimiterNode(LeasingRateLimiter limiter, ScheduledExecutorService background) {
        this.limiter = limiter;
        this.background = background;
    }

    /** Starts a node that nobody listens to. */
    public static LimiterNode start(LimiterSettings settings, UsageLedger ledger) {
        return start(settings, ledger, LimiterObserver.SILENT);
    }

    /** Starts a node on the system's clock; windows run by the clock of the cluster. */
    public static LimiterNode start(LimiterSettings settings, UsageLedger ledger, LimiterObserver observer) {
        return start(settings, ledger, observer, Clock.systemUTC());
    }

    /**
     * Starts a node on a given clock. Any but the system's, as in tests, stands for all time there is: for that of the
     * cluster on the member that this node is, and for the monotonic time.
     */
    public static LimiterNode start(
            LimiterSettings settings, UsageLedger ledger, LimiterObserver observer, Clock clock) {
        return clock.equals(Clock.systemUTC())
                ? start(settings, ledger, observer, clock, System::nanoTime, Optional.empty())
                : start(settings, ledger, observer, clock, nanosOf(clock), Optional.of(clock));
    }

    private static LongSupplier nanosOf(Clock clock) {
        Instant start = clock.instant();
        return () -> Duration.between(start, clock.instant()).toNanos();
    }

    private static LimiterNode start(
            LimiterSettings settings,
            UsageLedger ledger,
            LimiterObserver observer,
            Clock clock,
            LongSupplier nanos,
            Optional<Clock> owners) {
        LimitStore store = store(settings.topology(), clock, owners);
        if (!(settings.topology() instanceof Topology.Alone)) {
            WarmUp.run(store, System::nanoTime);
        }
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir-limits");
            thread.setDaemon(true);
            return thread;
        });
        LeasingRateLimiter limiter = new LeasingRateLimiter(
                store,
                ledger,
                settings.guard(),
                nodes(settings.topology(), store),
                new NodeTime(clock, nanos),
                () -> ThreadLocalRandom.current().nextDouble(),
                // Counted from a random start, which no two nodes have near each other in 64 bits.
                new AtomicLong(new SecureRandom().nextLong())::incrementAndGet,
                background,
                observer);
        var unused =
                background.scheduleWithFixedDelay(() -> tick(limiter), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return new LimiterNode(limiter, background);
    }

    private static LimitStore store(Topology topology, Clock clock, Optional<Clock> owners) {
        if (topology instanceof Topology.Member member) {
            return HazelcastStore.member(member.cluster(), member.host(), member.port(), member.members(), owners);
        }
        if (topology instanceof Topology.Client client) {
            return HazelcastStore.client(client.cluster(), client.members());
        }
        return new LocalStore(clock);
    }

    private static AgreedNodes nodes(Topology topology, LimitStore store) {
        return topology instanceof Topology.Client client
                ? AgreedNodes.fixed(client.nodes())
                : AgreedNodes.following(store::members);
    }

    // A task that throws would never run again.
    private static void tick(LeasingRateLimiter limiter) {
        try {
            limiter.tick();
        } catch (RuntimeException broken) {
            LOG.warn("A round of looking after the limit store failed; the next one is in {} ms", TICK_MILLIS, broken);
        }
    }

    @Override
    public Decision decide(LimitRequest request) {
        return limiter.decide(request);
    }

    @Override
    public Decision would(LimitRequest request) {
        return limiter.would(request);
    }

    @Override
    public void settle(Decision.Allowed decision, Map<Unit, Long> actual) {
        limiter.settle(decision, actual);
    }

    @Override
    public StoreHealth health() {
        return limiter.health();
    }

    /** What the limiter has done, and what it has on its hands. */
    public LimiterStats stats() {
        return limiter.stats();
    }

    @Override
    public void close() {
        limiter.close();
        background.shutdown();
        try {
            if (!background.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
