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
import dev.weir.limits.guard.GuardedRateLimiter;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.store.LimitStore;
import dev.weir.limits.store.LocalStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

    private final GuardedRateLimiter limiter;
    private final ScheduledExecutorService background;

    private LimiterNode(GuardedRateLimiter limiter, ScheduledExecutorService background) {
        this.limiter = limiter;
        this.background = background;
    }

    /** Starts a node that nobody listens to. */
    public static LimiterNode start(LimiterSettings settings, UsageLedger ledger) {
        return start(settings, ledger, LimiterObserver.SILENT);
    }

    /** Starts a node on the system's clock; windows run by the clock of the cluster. */
    public static LimiterNode start(LimiterSettings settings, UsageLedger ledger, LimiterObserver observer) {
        return start(settings, ledger, observer, Clock.systemUTC(), Optional.empty());
    }

    /** Starts a node on a given clock, which also times the windows that this node owns. */
    public static LimiterNode start(
            LimiterSettings settings, UsageLedger ledger, LimiterObserver observer, Clock clock) {
        return start(settings, ledger, observer, clock, Optional.of(clock));
    }

    private static LimiterNode start(
            LimiterSettings settings,
            UsageLedger ledger,
            LimiterObserver observer,
            Clock clock,
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
        GuardedRateLimiter limiter = new GuardedRateLimiter(
                store,
                ledger,
                settings.guard(),
                nodes(settings.topology(), store),
                new NodeTime(clock, System::nanoTime),
                () -> ThreadLocalRandom.current().nextDouble(),
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
    private static void tick(GuardedRateLimiter limiter) {
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
