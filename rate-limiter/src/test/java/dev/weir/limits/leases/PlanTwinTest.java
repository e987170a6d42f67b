package dev.weir.limits.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.Period;
import dev.weir.limits.Seeds;
import dev.weir.limits.TestTime;
import dev.weir.limits.Unit;
import dev.weir.limits.store.LocalStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A plan is lowered, raised and rolled back while two nodes serve its key, each hearing of it in its own time: at the
 * end the key stands where a twin stands whose plan never changed.
 */
class PlanTwinTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int CASES = Integer.getInteger("weir.cases", 300);

    @Test
    void afterChangesAndARollbackEveryKeyStandsWithinAPercentOfATwinThatWasNeverChanged() {
        Seeds.check(CASES, random -> new Twins(random).run());
    }

    /** One kind of limit as the plan first has it, and how it is written with another capacity. */
    private enum Kind {
        WINDOW,
        SMOOTH,
        PERIOD,
        RELEASE;

        Limit of(long capacity) {
            return switch (this) {
                case WINDOW -> Limit.window("window", Unit.REQUESTS, capacity, HOUR);
                case SMOOTH -> Limit.smooth("smooth", Unit.REQUESTS, capacity, HOUR);
                case PERIOD -> Limit.quota("quota", Unit.POSTS, capacity);
                case RELEASE -> Limit.concurrent("slots", capacity, HOUR);
            };
        }
    }

    private static final class Twins {

        private final Random random;
        private final TestTime time = new TestTime();
        private final Period month = new Period("2026-11", time.instant().plus(Duration.ofDays(9)));
        private final Kind kind;
        private final long capacity;
        private final Side changed = new Side();
        private final Side never = new Side();

        Twins(Random random) {
            this.random = random;
            this.kind = KINDS.get(random.nextInt(KINDS.size()));
            this.capacity = 100L + random.nextInt(2_000);
        }

        void run() {
            Limit plan = kind.of(capacity);
            for (int i = random.nextInt(40); i >= 0; i--) {
                spend(plan, plan, 1 + random.nextInt(5));
            }
            List<Limit> versions = new ArrayList<>();
            versions.add(plan);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                Limit version = kind.of(Math.max(1, capacity * (1 + random.nextInt(40)) / 10));
                versions.add(version);
                publish(versions.get(versions.size() - 2), version);
                assertThat(changed.remaining(version))
                        .as("%s", version)
                        .isCloseTo(expected(version), within(tolerance(version)));
                if (random.nextBoolean()) {
                    spendInProportion(plan, version);
                }
            }
            publish(versions.get(versions.size() - 1), plan);
            assertThat(changed.remaining(plan))
                    .as("%s after %s", kind, versions)
                    .isCloseTo(never.remaining(plan), within(tolerance(plan)));
        }

        // What is a rate keeps its proportion, what is a count keeps its number.
        private long expected(Limit version) {
            Limit plan = kind.of(capacity);
            long left = never.remaining(plan);
            return switch (kind) {
                case WINDOW, SMOOTH -> left * version.capacity() / capacity;
                case PERIOD, RELEASE -> Math.max(0, version.capacity() - (capacity - left));
            };
        }

        private long tolerance(Limit limit) {
            return limit.capacity() / 100 + 1;
        }

        /** For a while one node knows the new version and the other does not; looking on is all that they do. */
        private void publish(Limit before, Limit after) {
            for (int i = random.nextInt(6); i > 0; i--) {
                changed.look(random.nextInt(2), random.nextBoolean() ? before : after);
                pass(Duration.ofMillis(random.nextInt(400)));
            }
            changed.look(0, after);
            changed.look(1, after);
            pass(Duration.ofSeconds(3));
        }

        private void spend(Limit left, Limit right, long cost) {
            int node = random.nextInt(2);
            if (changed.spend(node, left, cost)) {
                never.spend(node, right, cost);
            }
            pass(Duration.ofMillis(random.nextInt(300)));
        }

        // The changed key spends as large a part of its limit as its twin, in tokens that both can count.
        private void spendInProportion(Limit plan, Limit version) {
            boolean rate = kind == Kind.WINDOW || kind == Kind.SMOOTH;
            long ofTwin = rate ? plan.capacity() / 20 : 3;
            long mine = rate ? Math.round((double) ofTwin * version.capacity() / plan.capacity()) : 3;
            boolean exact = !rate || mine * plan.capacity() == ofTwin * version.capacity();
            if (exact && changed.remaining(version) >= mine && never.remaining(plan) >= ofTwin) {
                int node = random.nextInt(2);
                assertThat(changed.spend(node, version, mine)).isTrue();
                assertThat(never.spend(node, plan, ofTwin)).isTrue();
            }
            pass(Duration.ofSeconds(3));
        }

        private void pass(Duration passing) {
            for (long left = passing.toMillis(); left > 0; left -= 100) {
                time.pass(Duration.ofMillis(Math.min(100, left)));
                changed.tick();
                never.tick();
            }
        }

        private Demand demand(Limit limit, long cost) {
            return kind == Kind.PERIOD
                    ? Demand.of(limit, "account-4", cost, month)
                    : Demand.of(limit, "account-4", cost);
        }

        /** A store of its own with two nodes. */
        private final class Side {

            private final LocalStore store = new LocalStore(time);
            private final List<Gateway> nodes = List.of(node(), node());

            private Gateway node() {
                return new Gateway(store, quota -> CompletableFuture.completedFuture(0L), time, 2);
            }

            boolean spend(int node, Limit limit, long cost) {
                return nodes.get(node).decide(demand(limit, cost)) instanceof Decision.Allowed;
            }

            void look(int node, Limit limit) {
                nodes.get(node).decide(demand(limit, 0));
            }

            long remaining(Limit limit) {
                return node().decide(demand(limit, 0)).levels().get(0).remaining();
            }

            void tick() {
                nodes.forEach(node -> node.limiter().tick());
            }
        }
    }
}
