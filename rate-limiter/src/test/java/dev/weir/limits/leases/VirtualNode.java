package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.breaker.BreakerSettings;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.leases.Pending.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node in virtual time, running the real limiter; it can be killed and frozen. */
final class VirtualNode {

    private static final double TICK_MILLIS = 100;
    /** When the waiting thread looks, after it has asked; the last is the deadline. */
    private static final double[] LOOKS = {0.3, 1, 2, 4, 8, 16, 25, 37.5, 50, 75};

    private final VirtualTime time;
    private final VirtualStore.Way way;
    private final LeasingRateLimiter limiter;
    private final List<Runnable> whenAwake = new ArrayList<>();
    private boolean frozen;
    private boolean stoodStill;
    private boolean dead;

    VirtualNode(VirtualTime time, VirtualStore store, UsageLedger ledger, int nodes, Random random) {
        this.time = time;
        this.way = store.new Way(this::awake);
        GuardSettings settings = new GuardSettings(Duration.ofMillis(25), 64, BreakerSettings.defaults(), 100);
        this.limiter = new LeasingRateLimiter(
                way,
                ledger,
                settings,
                AgreedNodes.fixed(nodes),
                new NodeTime(time.clock(random.nextLong(-300_000, 300_001)), time),
                random::nextDouble,
                random::nextLong,
                Runnable::run,
                LimiterObserver.SILENT);
        tick();
    }

    private void tick() {
        awake(limiter::tick);
        if (!dead) {
            time.in(TICK_MILLIS, this::tick);
        }
    }

    /** Does it now, or when the node thaws, or never if it is dead. */
    private void awake(Runnable what) {
        if (frozen) {
            whenAwake.add(what);
        } else if (!dead) {
            what.run();
        }
    }

    /** Asks for a decision; the answer comes when it comes, or never if the node dies. */
    void request(LimitRequest request, Consumer<Decision> answer) {
        awake(() -> {
            Home home = limiter.home(request.home());
            long start = time.getAsLong();
            Decision here = limiter.decideHere(home, request, start);
            if (here != null) {
                answer.accept(here);
                return;
            }
            look(limiter.begin(home, request, start), 0, answer);
        });
    }

    private void look(Asking asking, int looks, Consumer<Decision> answer) {
        boolean late = time.getAsLong() >= asking.untilNanos();
        if (asking.pending().isOver() || late) {
            Answer what = asking.pending().isOver() ? asking.await(0) : new Answer.NoAnswer();
            @Nullable Decision decision = limiter.goOn(asking, what);
            if (decision != null) {
                answer.accept(decision);
                return;
            }
        }
        double before = looks == 0 ? 0 : LOOKS[looks - 1];
        time.in(LOOKS[looks] - before, () -> awake(() -> look(asking, Math.min(looks + 1, LOOKS.length - 1), answer)));
    }

    LeasingRateLimiter limiter() {
        return limiter;
    }

    VirtualStore.Way way() {
        return way;
    }

    boolean isDead() {
        return dead;
    }

    /** Whether it has ever been frozen. */
    boolean hasStoodStill() {
        return stoodStill;
    }

    void freeze() {
        stoodStill = true;
        frozen = true;
    }

    void thaw() {
        frozen = false;
        List<Runnable> due = new ArrayList<>(whenAwake);
        whenAwake.clear();
        due.forEach(this::awake);
    }

    void kill() {
        dead = true;
        frozen = false;
        whenAwake.clear();
    }
}
