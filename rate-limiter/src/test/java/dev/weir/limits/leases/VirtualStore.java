package dev.weir.limits.leases;

import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Claim;
import dev.weir.limits.buckets.Grant;
import dev.weir.limits.buckets.Held;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Visit;
import dev.weir.limits.buckets.Want;
import dev.weir.limits.buckets.Wire;
import dev.weir.limits.store.LimitStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A limit store in virtual time, with everything that can go wrong with one: calls that are slow, lost, or executed after
 * a freeze; owners that die and leave a backup which lacks the last writes; maps that are wiped; entries that are
 * damaged; and splits into two sides that go on for themselves and are merged.
 */
final class VirtualStore {

    private final VirtualTime time;
    private final Random random;
    private final Clock clock;
    private final List<Map<String, byte[]>> sides = new ArrayList<>(List.of(new HashMap<>()));
    private final Map<String, byte[]> backup = new HashMap<>();
    private final List<Runnable> frozenCalls = new ArrayList<>();
    private double slowestMillis = 2;
    private boolean frozen;
    private Runnable afterEachVisit = () -> {};
    private UnaryOperator<byte[]> operations = UnaryOperator.identity();
    private UnaryOperator<byte[]> replies = UnaryOperator.identity();

    VirtualStore(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
        this.clock = time.clock(random.nextLong(-300_000, 300_001));
    }

    /** One node's way to it. */
    final class Way implements LimitStore {

        private final Consumer<Runnable> node;
        private int side;
        private double lost;

        /** {@code node} does things when the node is awake. */
        Way(Consumer<Runnable> node) {
            this.node = node;
        }

        @Override
        public CompletableFuture<byte[]> submit(String home, byte[] operation) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            if (random.nextDouble() < lost) {
                if (random.nextBoolean()) {
                    time.in(
                            30,
                            () -> node.accept(() -> answer.completeExceptionally(new IllegalStateException("lost"))));
                }
                return answer;
            }
            time.in(delay(), () -> arrive(home, operations.apply(operation), answer));
            return answer;
        }

        private void arrive(String home, byte[] operation, CompletableFuture<byte[]> answer) {
            if (frozen) {
                frozenCalls.add(() -> arrive(home, operation, answer));
                return;
            }
            byte[] reply = replies.apply(visit(Math.min(side, sides.size() - 1), home, operation));
            if (random.nextDouble() >= lost) {
                time.in(delay(), () -> node.accept(() -> answer.complete(reply)));
            }
        }

        /** What part of the messages is lost, in either direction. */
        void loses(double part) {
            lost = part;
        }

        /** Which side of a split it reaches. */
        void reaches(int which) {
            side = which;
        }

        @Override
        public int members() {
            return 3;
        }

        @Override
        public void close() {}
    }

    private double delay() {
        return 0.05 + random.nextDouble() * slowestMillis / 2;
    }

    private byte[] visit(int side, String home, byte[] operation) {
        Map<String, byte[]> entries = sides.get(side);
        byte @Nullable [] before = entries.get(home);
        Visit visit = Visit.pay(before, operation, clock.millis());
        byte[] entry = visit.entry();
        if (entry != null) {
            if (before != null && random.nextInt(3) == 0) {
                backup.put(home, before);
            }
            entries.put(home, entry);
            afterEachVisit.run();
        }
        return visit.reply();
    }

    /** How much of a bucket is charged now, as its owner sees it; on the first side of a split. */
    long charged(String home, Ask ask) {
        Claim claim = Claim.of(ask, Held.nothing());
        Operation look =
                new Operation.Exchange(0, 1, true, List.of(claim), List.of(new Want(List.of(new Want.Part(0, 0)))));
        Visit visit = Visit.pay(sides.get(0).get(home), Wire.write(look), clock.millis());
        List<Grant> grants = Wire.readReply(visit.reply()).grants();
        return grants.isEmpty() ? 0 : ask.capacity() - grants.get(0).free();
    }

    /** Lets somebody look at what each visit has changed. */
    void afterEachVisit(Runnable look) {
        afterEachVisit = look;
    }

    /** Calls take at most that long, both ways together. */
    void slow(double millis) {
        slowestMillis = millis;
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
        List<Runnable> late = new ArrayList<>(frozenCalls);
        frozenCalls.clear();
        late.forEach(Runnable::run);
    }

    void wipe() {
        sides.forEach(Map::clear);
    }

    /** The owners die; what their backups have may be older than what they answered. */
    void loseOwners() {
        sides.forEach(entries -> entries.replaceAll((home, entry) -> backup.getOrDefault(home, entry)));
    }

    void damage() {
        sides.forEach(entries -> entries.replaceAll((home, entry) -> {
            byte[] damaged = entry.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            return damaged;
        }));
    }

    void split() {
        if (sides.size() == 1) {
            sides.add(new HashMap<>(sides.get(0)));
        }
    }

    void merge() {
        if (sides.size() == 2) {
            Map<String, byte[]> joined = sides.get(0);
            sides.remove(1)
                    .forEach((home, theirs) -> joined.merge(home, theirs, (ours, other) -> {
                        byte[] merged = Visit.merge(ours, other, clock.millis()).entry();
                        return merged == null ? ours : merged;
                    }));
        }
    }

    /** Puts a fault of our own making between nodes and owners, which the laws must catch. */
    void sabotage(UnaryOperator<byte[]> onOperations, UnaryOperator<byte[]> onReplies) {
        operations = onOperations;
        replies = onReplies;
    }
}
