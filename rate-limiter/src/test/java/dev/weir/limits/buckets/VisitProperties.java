package dev.weir.limits.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.Period;
import dev.weir.limits.Refill;
import dev.weir.limits.Seeds;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Entry.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The store's transitions against {@link ReferenceLimiter}, over random schedules. */
class VisitProperties {

    private static final int STEPS = 60;

    @Test
    void decidesLikeTheReferenceWhateverHappens() {
        Seeds.check(random -> new Schedule(random).run());
    }

    @Test
    void whoWaitsAsLongAsToldSucceeds() {
        Seeds.check(random -> {
            Schedule schedule = new Schedule(random);
            schedule.run();
            List<Demand> demands = schedule.someDemands().stream()
                    .filter(demand -> demand.limit().refill() != Refill.PERIOD)
                    .toList();
            if (demands.isEmpty()) {
                return;
            }
            Answer answer = schedule.entry.decide(demands.toArray(new Demand[0]));
            if (!answer.allowed()) {
                schedule.entry.pass(Duration.ofMillis(answer.verdict().retryAfterMillis()));
                assertThat(schedule.entry.decide(demands.toArray(new Demand[0])).allowed())
                        .isTrue();
            }
        });
    }

    /** One random life of one home. */
    private static final class Schedule {

        private final Random random;
        private final Entry entry = new Entry();
        private final ReferenceLimiter reference = new ReferenceLimiter();
        private final List<Limit> limits = new ArrayList<>();
        private final Period period;
        private Optional<Charged> last = Optional.empty();

        /** A charge that may still be settled. */
        private record Charged(Demand demand, long endsMillis) {}

        Schedule(Random random) {
            this.random = random;
            this.period =
                    new Period("p", Instant.ofEpochMilli(entry.nowMillis()).plus(Duration.ofDays(30)));
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                long capacity = 1L + random.nextInt(random.nextBoolean() ? 5 : 200);
                Duration length = Duration.ofSeconds(1 + random.nextInt(20));
                limits.add(
                        switch (random.nextInt(3)) {
                            case 0 -> Limit.window("w" + i, Unit.REQUESTS, capacity, length);
                            case 1 -> Limit.smooth("s" + i, Unit.REQUESTS, capacity, length);
                            default -> Limit.quota("q" + i, Unit.POSTS, capacity * 3);
                        });
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> entry.pass(Duration.ofMillis(random.nextInt(4_000)));
                    case 3 -> settle();
                    case 4 -> {
                        if (random.nextInt(6) == 0) {
                            entry.become(random.nextBoolean() ? null : new byte[] {1, 2, 3});
                            entry.forgetSessions();
                            reference.wipe();
                            last = Optional.empty();
                        }
                    }
                    default -> decide();
                }
            }
        }

        List<Demand> someDemands() {
            List<Demand> demands = new ArrayList<>();
            for (Limit limit : limits) {
                if (random.nextInt(4) > 0) {
                    long cost = random.nextInt(3) == 0 ? 0 : 1 + random.nextLong(Math.min(limit.capacity(), 30));
                    demands.add(
                            limit.refill() == Refill.PERIOD
                                    ? Demand.of(limit, "h", cost, period)
                                    : Demand.of(limit, "h", cost));
                }
            }
            return demands;
        }

        private void decide() {
            List<Demand> demands = someDemands();
            if (demands.isEmpty()) {
                return;
            }
            List<Ask> asks = demands.stream().map(Ask::of).toList();
            List<Ask> seeded = demands.stream()
                    .map(demand -> Ask.of(demand).with(Seed.told(reference.spent(demand))))
                    .toList();
            List<Long> costs = demands.stream().map(Demand::cost).toList();
            Answer answer = entry.want(asks, costs);
            if (answer.verdict().outcome() == Verdict.Outcome.UNKNOWN_QUOTA) {
                answer = entry.want(seeded, costs);
            }
            ReferenceLimiter.Answer expected = reference.decide(demands, entry.nowMillis());
            assertThat(answer.allowed()).isEqualTo(expected.allowed());
            assertThat(answer.remaining()).isEqualTo(expected.remaining());
            for (int i = 0; expected.allowed() && i < demands.size(); i++) {
                Demand demand = demands.get(i);
                if (demand.cost() > 0 && demand.limit().refill() != Refill.SMOOTH) {
                    long ends = entry.nowMillis() + answer.grants().get(i).resetsInMillis();
                    last = Optional.of(new Charged(demand, ends));
                }
            }
        }

        private void settle() {
            last.ifPresent(charged -> {
                long unused = random.nextLong(charged.demand().cost() + 1);
                entry.settle(charged.demand(), -unused);
                reference.giveBack(charged.demand(), unused, charged.endsMillis());
            });
            last = Optional.empty();
        }
    }
}
