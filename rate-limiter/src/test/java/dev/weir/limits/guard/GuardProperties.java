package dev.weir.limits.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.Period;
import dev.weir.limits.Seeds;
import dev.weir.limits.Source;
import dev.weir.limits.TestTime;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.guard.TroubledStore.Mood;
import dev.weir.limits.store.LocalStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several nodes on one store, over random schedules of requests, settlements, time and trouble, within one window. */
class GuardProperties {

    private static final int CASES = 300;
    private static final int STEPS = 120;
    private static final int LARGEST_COST = 4;
    private static final Duration PERIOD = Duration.ofDays(1);

    @Test
    void withTheStoreWellExactlyTheCapacityIsAdmitted() {
        Seeds.check(CASES, random -> {
            Fleet fleet = new Fleet(random, false);
            fleet.run();
            fleet.exhaust();
            assertThat(fleet.windowUsed).isEqualTo(fleet.window.capacity());
            assertThat(fleet.quotaUsed).isEqualTo(fleet.windowUsed);
        });
    }

    @Test
    void withTheStoreInTroubleTheBoundHoldsAndOnReturnAllThatWasAdmittedIsCharged() {
        Seeds.check(CASES, random -> {
            Fleet fleet = new Fleet(random, true);
            fleet.run();
            long capacity = fleet.window.capacity();
            long bound = capacity + (long) fleet.gateways.size() * LARGEST_COST;
            assertThat(fleet.windowUsed).isLessThanOrEqualTo(capacity + bound);
            fleet.heal();
            assertThat(fleet.chargedInStore()).isEqualTo(Math.min(capacity, fleet.windowUsed));
        });
    }

    @Test
    void aLossOfTheStoreForTheWholeWindowAdmitsTheCapacity() {
        Seeds.check(CASES, random -> {
            Fleet fleet = new Fleet(random, false);
            fleet.gateways.forEach(gateway -> gateway.become(Mood.GONE));
            fleet.run();
            long bound = (long) fleet.gateways.size() * LARGEST_COST;
            assertThat(fleet.windowUsed).isLessThanOrEqualTo(fleet.window.capacity() + bound);
        });
    }

    @Test
    void theStoreIsNeverTheReasonOfARefusal() {
        Seeds.check(CASES, random -> {
            Fleet fleet = new Fleet(random, true);
            // Far more than all steps can ask for, on every share.
            fleet.window = Limit.window("w", Unit.REQUESTS, 100_000, PERIOD);
            fleet.run();
            assertThat(fleet.refused).isZero();
        });
    }

    /** Some nodes, one account. */
    private static final class Fleet {

        private final Random random;
        private final boolean trouble;
        private final TestTime time = new TestTime();
        private final LocalStore store = new LocalStore(time);
        private final List<Gateway> gateways = new ArrayList<>();
        private final Limit burst = Limit.smooth("b", Unit.REQUESTS, 1_000_000, Duration.ofSeconds(1));
        private final Limit quota = Limit.quota("q", Unit.REQUESTS, 1_000_000);
        private final Period month;
        private Limit window;
        private long windowUsed;
        private long quotaUsed;
        private int refused;

        Fleet(Random random, boolean trouble) {
            this.random = random;
            this.trouble = trouble;
            this.window = Limit.window("w", Unit.REQUESTS, 4L + random.nextInt(60), PERIOD);
            this.month = new Period("p", time.instant().plus(Duration.ofDays(20)));
            int nodes = 1 + random.nextInt(3);
            UsageLedger ledger = unused -> CompletableFuture.completedFuture(0L);
            for (int i = 0; i < nodes; i++) {
                gateways.add(new Gateway(store, ledger, time, nodes));
            }
        }

        void run() {
            // Every node has seen the window: a debt of a window that the store never heard of may die.
            gateways.forEach(gateway -> request(gateway, 1));
            for (int step = 0; step < STEPS; step++) {
                Gateway gateway = gateways.get(random.nextInt(gateways.size()));
                switch (random.nextInt(10)) {
                    case 0 -> gateway.tick(time, Duration.ofMillis(random.nextInt(3_000)));
                    case 1 -> {
                        if (trouble) {
                            gateway.become(List.of(Mood.WELL, Mood.FROZEN, Mood.GONE, Mood.MUTE)
                                    .get(random.nextInt(4)));
                        }
                    }
                    default -> request(gateway, 1 + random.nextInt(LARGEST_COST));
                }
            }
        }

        private void request(Gateway gateway, int cost) {
            Decision decision = gateway.decide(
                    Demand.of(burst, "h", cost), Demand.of(window, "h", cost), Demand.of(quota, "h", cost, month));
            if (!(decision instanceof Decision.Allowed)) {
                refused++;
                return;
            }
            int used = random.nextInt(cost + 1);
            if (random.nextBoolean()) {
                gateway.settle(decision, Unit.REQUESTS, used);
            } else {
                used = cost;
            }
            windowUsed += used;
            quotaUsed += used;
            if (!trouble && decision.source() == Source.STORE) {
                assertThat(decision.levels())
                        .extracting(level -> level.refused())
                        .doesNotContain(true);
            }
        }

        void exhaust() {
            for (int i = 0; i < window.capacity() + 1; i++) {
                Decision decision = gateways.get(0)
                        .decide(Demand.of(burst, "h", 1), Demand.of(window, "h", 1), Demand.of(quota, "h", 1, month));
                if (decision instanceof Decision.Allowed) {
                    windowUsed++;
                    quotaUsed++;
                }
            }
        }

        void heal() {
            gateways.forEach(gateway -> gateway.become(Mood.WELL));
            for (int round = 0; round < 2; round++) {
                gateways.forEach(gateway -> gateway.tick(time, Duration.ofSeconds(15)));
            }
            gateways.forEach(gateway ->
                    assertThat(gateway.limiter().stats().owingHomes()).isZero());
        }

        long chargedInStore() {
            long remaining = new Gateway(store, unused -> CompletableFuture.completedFuture(0L), time, 1)
                    .decide(Demand.of(window, "h", 0))
                    .levels()
                    .get(0)
                    .remaining();
            return window.capacity() - remaining;
        }
    }
}
