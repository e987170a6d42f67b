package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.TestTime;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.breaker.BreakerSettings;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.leases.TroubledStore.Mood;
import dev.weir.limits.store.LimitStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A node on virtual time, with a way to the store that can be troubled. */
final class Gateway {

    private static final AtomicLong SESSIONS = new AtomicLong();

    private final TroubledStore way;
    private final LeasingRateLimiter limiter;

    Gateway(LimitStore store, UsageLedger ledger, TestTime time, int nodes) {
        this.way = new TroubledStore(store);
        // The deadline is waited for in real time.
        GuardSettings settings = new GuardSettings(Duration.ofMillis(1), 64, BreakerSettings.defaults(), 100);
        this.limiter = new LeasingRateLimiter(
                way,
                ledger,
                settings,
                AgreedNodes.fixed(nodes),
                new NodeTime(time, time),
                () -> 0.5,
                SESSIONS::incrementAndGet,
                Runnable::run,
                LimiterObserver.SILENT);
    }

    Decision decide(Demand... demands) {
        return limiter.decide(new LimitRequest("account-4", List.of(demands)));
    }

    boolean admitsAt(String home, Demand... demands) {
        return limiter.decide(new LimitRequest(home, List.of(demands))) instanceof Decision.Allowed;
    }

    Decision would(Demand... demands) {
        return limiter.would(new LimitRequest("account-4", List.of(demands)));
    }

    boolean admits(Demand... demands) {
        return decide(demands) instanceof Decision.Allowed;
    }

    void settle(Decision decision, Unit unit, long actual) {
        limiter.settle((Decision.Allowed) decision, Map.of(unit, actual));
    }

    void become(Mood mood) {
        way.become(mood);
    }

    LeasingRateLimiter limiter() {
        return limiter;
    }

    TroubledStore way() {
        return way;
    }

    /** Lets time pass with the background work that belongs to it. */
    void tick(TestTime time, Duration passing) {
        for (long left = passing.toMillis(); left > 0; left -= 100) {
            time.pass(Duration.ofMillis(Math.min(100, left)));
            limiter.tick();
        }
    }
}
