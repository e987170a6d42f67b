package dev.weir.limits.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.Refill;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * One random life of some nodes and a store: requests, settlements, and faults. What was admitted is counted beside, as
 * plainly as possible, and held against the published bounds at every step.
 */
final class LeaseSchedule {

    private static final String HOME = "account-4";
    private static final long MOST_COST = 20;
    /** A refusal is repeated for 100 ms, and may have been on its way, or waited in a frozen node, before. */
    private static final double REFUSAL_MILLIS = 1_700;

    private static final double ACTIVE_MILLIS = 4_000;

    /** A part of a token counts as a whole one where a rate has changed, and again where two sides are joined. */
    private static final double ROUNDING = 1;

    private final Random random;
    private final boolean storeFaults;
    private final VirtualTime time = new VirtualTime();
    private final VirtualStore store;
    private final List<VirtualNode> nodes = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final Period period =
            new Period("p", Instant.ofEpochMilli(1_800_000_000_000L).plus(Duration.ofDays(40)));
    private final boolean plansChange;
    private boolean healthy = true;
    private boolean ledgerAnswers = true;
    private int kills;
    private int losses;
    private double splitMillis;
    private double splitSince;
    private int merges;
    private int denied;

    /** A slot or a reservation that may still be settled. */
    private record Open(VirtualNode node, Decision.Allowed decision) {}

    LeaseSchedule(Random random, boolean storeFaults) {
        this.random = random;
        this.storeFaults = storeFaults;
        this.store = new VirtualStore(time, random);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            nodes.add(node(count));
        }
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            tallies.add(new Tally(limit(i), count));
        }
        this.plansChange = random.nextInt(3) == 0;
        if (!storeFaults) {
            store.afterEachVisit(() -> tallies.forEach(Tally::noteCharged));
        }
    }

    VirtualStore store() {
        return store;
    }

    private VirtualNode node(int count) {
        return new VirtualNode(
                time,
                store,
                quota -> ledgerAnswers
                        ? CompletableFuture.completedFuture(tally(quota).told)
                        : CompletableFuture.failedFuture(new IllegalStateException("the ledger is away")),
                count,
                random);
    }

    private Limit limit(int number) {
        long few = 1L + random.nextInt(random.nextBoolean() ? 6 : 150);
        return switch (random.nextInt(5)) {
            case 0 -> Limit.window("long-" + number, Unit.REQUESTS, few, Duration.ofMinutes(10));
            case 1 -> Limit.window("short-" + number, Unit.REQUESTS, few, Duration.ofSeconds(1 + random.nextInt(2)));
            case 2 -> Limit.smooth("smooth-" + number, Unit.REQUESTS, few, Duration.ofSeconds(1));
            case 3 -> Limit.quota("quota-" + number, Unit.POSTS, few * 4);
            default -> Limit.concurrent("slots-" + number, 1 + random.nextInt(5), Duration.ofSeconds(2));
        };
    }

    private Tally tally(Demand demand) {
        return tallies.stream()
                .filter(one -> one.limit.name().equals(demand.limit().name()))
                .findFirst()
                .orElseThrow();
    }

    /** What an owner had deducted at some time. */
    private record Charged(double millis, long tokens) {}

    /** What was really admitted of one limit. */
    private final class Tally {

        private final Limit limit;
        private final List<Limit> versions = new ArrayList<>();
        /** What each node knows of the plan. */
        private final Limit[] heard;

        private final double startMillis = time.millis();
        private double admitted;
        private long told;
        private double level;
        private double levelMillis;
        private final Deque<Charged> lately = new ArrayDeque<>();

        Tally(Limit limit, int nodes) {
            this.limit = limit;
            this.heard = new Limit[nodes];
            Arrays.fill(heard, limit);
            versions.add(limit);
        }

        Demand demand(int node) {
            long cost = limit.unit() == Unit.POSTS && random.nextBoolean() ? random.nextLong(MOST_COST + 1) : 1;
            return demand(heard[node], cost);
        }

        private Demand demand(Limit version, long cost) {
            return limit.refill() == Refill.PERIOD
                    ? Demand.of(version, "h", cost, period)
                    : Demand.of(version, "h", cost);
        }

        /** The bucket as the first version describes it. */
        Ask ask() {
            return Ask.of(demand(limit, 0));
        }

        /** A new version of the plan, or a former one: each node hears of it in its own time. */
        void change() {
            long capacity = random.nextInt(3) == 0
                    ? limit.capacity()
                    : Math.max(1, limit.capacity() * (1 + random.nextInt(30)) / 10);
            publish(
                    new Limit(
                            limit.name(), limit.unit(), capacity, limit.period(), limit.refill(), limit.onStoreLoss()),
                    1_000);
        }

        void publish(Limit version, double withinMillis) {
            versions.add(version);
            for (int i = 0; i < heard.length; i++) {
                int node = i;
                time.in(random.nextDouble() * withinMillis, () -> heard[node] = version);
            }
        }

        List<Long> capacities() {
            return versions.stream().map(Limit::capacity).toList();
        }

        /** Tokens of a version as tokens of the first: a part of a rate is the same part, a count is the same count. */
        double tokens(Limit version, long count) {
            return isRate() ? (double) count * limit.capacity() / version.capacity() : (double) count;
        }

        private boolean isRate() {
            return limit.refill() == Refill.WINDOW || limit.refill() == Refill.SMOOTH;
        }

        /** The most that the limit has ever been, in tokens of the first version. */
        private double most() {
            return versions.stream()
                    .mapToDouble(version -> tokens(version, version.capacity()))
                    .max()
                    .orElseThrow();
        }

        /** The most that the owner had deducted at any time since a refusal that is still repeated. */
        long mostChargedLately() {
            noteCharged();
            return lately.stream().mapToLong(Charged::tokens).max().orElse(0);
        }

        void noteCharged() {
            lately.addLast(new Charged(time.millis(), store.charged(HOME, ask())));
            while (lately.getFirst().millis() < time.millis() - REFUSAL_MILLIS) {
                lately.removeFirst();
            }
        }

        /** A request has ended; the ledger hears of it a second later. */
        void used(Demand reserved, long count) {
            admitted -= tokens(reserved.limit(), reserved.cost() - count);
            time.in(1_000, () -> told += count);
        }

        void admit(Demand demand) {
            double tokens = tokens(demand.limit(), demand.cost());
            admitted += tokens;
            if (limit.refill() == Refill.SMOOTH) {
                if (nodes.stream().anyMatch(VirtualNode::hasStoodStill)) {
                    // What a frozen node has decided is seen when it thaws.
                    return;
                }
                double dripped = (time.millis() - levelMillis) * rate();
                level = Math.max(0, level - dripped) + tokens;
                levelMillis = time.millis();
                // A decision is seen up to a look after it was taken, and what is granted is spent a call later.
                double slack = nodes.size() * coarsest() + rate() * 60;
                assertThat(level)
                        .as("%s within any interval, beyond what drips", limit.name())
                        .isLessThanOrEqualTo(limit.capacity() * 1.1 + slack + extra());
            } else {
                assertThat(admitted)
                        .as(
                                "%s admitted of %s, %d windows, %d nodes, %d losses",
                                limit.name(), capacities(), windows(), nodes.size(), losses)
                        .isLessThanOrEqualTo((most() + extra()) * windows() + ROUNDING);
            }
        }

        private double rate() {
            return (double) limit.capacity() / limit.period().toMillis();
        }

        private long windows() {
            return limit.refill() == Refill.WINDOW
                    ? 1 + (long) ((time.millis() - startMillis) / limit.period().toMillis())
                    : 1;
        }

        /** One token of the smallest version. */
        private double coarsest() {
            return versions.stream()
                    .mapToDouble(version -> tokens(version, 1))
                    .max()
                    .orElseThrow();
        }

        /** The published bound. */
        private double extra() {
            if (healthy) {
                return 0;
            }
            double capacity = most();
            int count = nodes.size();
            double split = splitMillis + (splitSince == 0 ? 0 : time.millis() - splitSince);
            double refill = limit.refill() == Refill.SMOOTH ? rate() * split : 0;
            long sides = split > 0 ? 1 : 0;
            double share = capacity / count + (1 + MOST_COST) * coarsest();
            return (count + kills) * share + sides * (capacity + refill) + capacity * losses;
        }
    }

    LeaseSchedule run() {
        double end = time.millis() + ACTIVE_MILLIS;
        while (time.millis() < end) {
            time.run(random.nextInt(3) == 0 ? random.nextDouble() * 300 : random.nextDouble() * 8);
            if (random.nextInt(25) == 0) {
                nodeFault();
            }
            if (plansChange && random.nextInt(40) == 0) {
                tallies.get(random.nextInt(tallies.size())).change();
            }
            if (storeFaults && random.nextInt(15) == 0) {
                storeFault();
            }
            if (random.nextInt(5) == 0) {
                settle();
            } else {
                for (int i = random.nextInt(random.nextInt(8) == 0 ? 40 : 3); i >= 0; i--) {
                    request();
                }
            }
        }
        return this;
    }

    private void request() {
        int which = random.nextInt(nodes.size());
        VirtualNode node = nodes.get(which);
        List<Demand> demands = tallies.stream()
                .filter(tally -> random.nextInt(3) > 0)
                .map(tally -> tally.demand(which))
                .toList();
        if (!demands.isEmpty()) {
            node.request(new LimitRequest(HOME, demands), decision -> answered(node, decision));
        }
    }

    private void answered(VirtualNode node, Decision decision) {
        if (decision.source() == Source.SHARE && healthy) {
            // The node itself stood still until its deadline had passed: for it the store did not answer in time.
            assertThat(node.hasStoodStill()).as("%s", decision.explain()).isTrue();
            healthy = false;
        }
        if (decision instanceof Decision.Allowed allowed) {
            decision.request().demands().forEach(demand -> tally(demand).admit(demand));
            open.add(new Open(node, allowed));
        } else {
            denied++;
            assertThat(decision).isInstanceOf(Decision.Denied.class);
            assertThat(decision.levels()).anyMatch(level -> level.refused());
            justify(decision);
        }
    }

    // With the store healthy, who is refused was refused by what its owner had deducted within the last moments: what
    // is
    // admitted, and what nodes hold unspent.
    private void justify(Decision decision) {
        if (!healthy || storeFaults) {
            return;
        }
        for (Level level : decision.levels()) {
            if (level.refused()) {
                Tally tally = tally(level.demand());
                double asked = tally.tokens(level.limit(), level.demand().cost());
                double limit = tally.tokens(level.limit(), level.limit().capacity());
                // Between two versions of a rate, a part of a token cannot be spent.
                double unspendable = tally.versions.size() == 1 ? 0 : tally.coarsest();
                assertThat(tally.mostChargedLately() + asked + unspendable)
                        .as("charged lately, and asked: %s", level.explain())
                        .isGreaterThan(limit);
            }
        }
    }

    private void settle() {
        if (open.isEmpty()) {
            return;
        }
        Open one = open.remove(random.nextInt(open.size()));
        if (one.node().isDead()) {
            return;
        }
        long posts = one.decision().request().demands().stream()
                .filter(demand -> demand.limit().unit() == Unit.POSTS)
                .mapToLong(Demand::cost)
                .min()
                .orElse(0);
        long used = posts == 0 ? 0 : random.nextLong(posts + 1);
        one.node().limiter().settle(one.decision(), Map.of(Unit.POSTS, used, Unit.CONCURRENT, 0L));
        for (Demand demand : one.decision().request().demands()) {
            if (demand.limit().unit() == Unit.POSTS) {
                tally(demand).used(demand, used);
            } else if (demand.limit().unit() == Unit.CONCURRENT) {
                tally(demand).admitted--;
            }
        }
    }

    private void nodeFault() {
        int which = random.nextInt(nodes.size());
        VirtualNode node = nodes.get(which);
        if (random.nextInt(3) == 0) {
            kill(which);
        } else {
            node.freeze();
            time.in(random.nextDouble() * 1_500, node::thaw);
        }
    }

    private void kill(int which) {
        kills++;
        VirtualNode node = nodes.get(which);
        node.kill();
        nodes.set(which, node(nodes.size()));
        // Its streams are closed with it.
        for (Open one : open) {
            if (one.node() == node) {
                one.decision().request().demands().stream()
                        .filter(demand -> demand.limit().unit() == Unit.CONCURRENT)
                        .forEach(demand -> tally(demand).admitted--);
            }
        }
        open.removeIf(one -> one.node() == node);
    }

    private void storeFault() {
        healthy = false;
        switch (random.nextInt(9)) {
            case 0 -> {
                store.freeze();
                time.in(random.nextDouble() * 1_500, store::thaw);
            }
            case 1 -> {
                store.slow(20 + random.nextDouble() * 60);
                time.in(random.nextDouble() * 1_000, () -> store.slow(2));
            }
            case 2, 3 -> {
                VirtualStore.Way way = nodes.get(random.nextInt(nodes.size())).way();
                way.loses(random.nextBoolean() ? 1 : random.nextDouble());
                time.in(random.nextDouble() * 1_500, () -> way.loses(0));
            }
            case 4 -> {
                losses++;
                store.wipe();
            }
            case 5 -> {
                losses++;
                store.loseOwners();
            }
            case 6 -> {
                losses++;
                store.damage();
            }
            case 7 -> split();
            default -> ledgerAnswers = !ledgerAnswers;
        }
    }

    private void split() {
        if (splitSince == 0) {
            splitSince = time.millis();
            store.split();
            nodes.forEach(node -> node.way().reaches(random.nextInt(2)));
            time.in(random.nextDouble() * 1_500, this::heal);
        }
    }

    private void heal() {
        if (splitSince > 0) {
            splitMillis += time.millis() - splitSince;
            splitSince = 0;
            merges++;
            store.merge();
            nodes.forEach(node -> node.way().reaches(0));
        }
    }

    /** Everything heals, and nobody asks for a while. */
    LeaseSchedule rest() {
        heal();
        store.thaw();
        store.slow(2);
        ledgerAnswers = true;
        nodes.forEach(node -> node.way().loses(0));
        nodes.forEach(VirtualNode::thaw);
        while (!open.isEmpty()) {
            settle();
        }
        tallies.forEach(tally -> tally.publish(tally.limit, 0));
        time.run(1_000);
        lookAround();
        time.run(20_000);
        return this;
    }

    // Whoever has not met the last version yet meets it now.
    private void lookAround() {
        for (VirtualNode node : nodes) {
            List<Demand> looks =
                    tallies.stream().map(tally -> tally.demand(tally.limit, 0)).toList();
            node.request(new LimitRequest(HOME, looks), decision -> {});
        }
    }

    /** What the store has charged is what was admitted: nothing twice, nothing lost, no slot leaked. */
    void checkBooks() {
        for (Tally tally : tallies) {
            double charged = (double) store.charged(HOME, tally.ask());
            double rounding = tally.versions.size() > 2 ? ROUNDING * (1 + merges) : 0;
            boolean counts = switch (tally.limit.refill()) {
                case WINDOW -> tally.limit.period().toMinutes() > 1;
                case PERIOD, RELEASE -> true;
                case SMOOTH -> false;
            };
            if (!counts) {
                continue;
            }
            if (tally.limit.refill() == Refill.PERIOD && !healthy && kills == 0) {
                // Rebuilt from the ledger, which knew what it knew at the time.
                assertThat(Math.abs(charged - tally.admitted))
                        .as("charged of %s, where %.1f were admitted", tally.limit.name(), tally.admitted)
                        .isLessThanOrEqualTo(tally.extra());
            } else if (tally.limit.refill() == Refill.RELEASE) {
                assertThat(charged)
                        .as("slots of %s, %d requests open, %s", tally.limit.name(), open.size(), homes())
                        .isEqualTo(tally.admitted);
            } else if (healthy && kills == 0) {
                assertThat(charged)
                        .as(
                                "charged of %s in all of its versions %s, %s",
                                tally.limit.name(), tally.capacities(), homes())
                        .isCloseTo(tally.admitted, within(rounding));
            } else if (losses == 0 && kills == 0) {
                // What a node admitted before it had ever heard of a window may be older than that window, and dies.
                assertThat(charged)
                        .as("charged of %s", tally.limit.name())
                        .isBetween(tally.admitted - tally.extra(), tally.admitted + rounding);
            }
        }
        for (VirtualNode node : nodes) {
            assertThat(node.limiter().stats().overAdmissionBound())
                    .as("%s", node.limiter().home(HOME))
                    .isZero();
            assertThat(node.limiter().stats().borrowedTokens()).isZero();
        }
    }

    private List<String> homes() {
        return nodes.stream().map(node -> node.limiter().home(HOME).toString()).toList();
    }

    int denied() {
        return denied;
    }
}
