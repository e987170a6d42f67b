package dev.weir.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.microblog.writing.Reconciliation;
import dev.weir.api.microblog.writing.Reconciliation.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Fifty clients write, delete and read through two gateways at once, each knowing what it must see. */
final class ConsistencyDrill implements Drill {

    private static final int CLIENTS = 50;
    private static final int OPERATIONS = Integer.getInteger("weir.drill.operations", 100_000);
    private static final long SEED = Long.getLong("weir.drill.seed", 4);

    @Override
    public String promise() {
        return "100,000 interleaved operations of 50 clients through two gateways: every read holds every write before it";
    }

    @Override
    public void run(Report report) throws Exception {
        report.figure("seed", SEED);
        try (Fleet fleet = Fleet.start(Catalogues.with("-", "-"))) {
            fleet.addUsers(CLIENTS);
            List<Gateway> gateways = List.of(fleet.startGateway(), fleet.startGateway());
            var world = new World();
            List<MicroblogClient> clients = new ArrayList<>();
            for (int user = 1; user <= CLIENTS; user++) {
                clients.add(new MicroblogClient(
                        user, CLIENTS, fleet.userKey("first-party", user), gateways, world, SEED + user));
            }
            long started = System.nanoTime();
            play(clients);
            double seconds = (System.nanoTime() - started) / 1e9;
            report.figure("operations", world.operations.sum());
            report.figure("operations per second", Math.round(world.operations.sum() / seconds));
            report.figure("of each kind", new TreeMap<>(world.kinds));
            judge(report, fleet, clients, world);
            killDuringFollows(clients, gateways.get(1));
            report.expect("drift after kill -9 during follows", drift(fleet), drift(fleet) == 0);
        }
    }

    /** Kills a gateway while everybody follows and unfollows through it. */
    private static void killDuringFollows(List<MicroblogClient> clients, Gateway gateway) throws Exception {
        var killed = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Void>> parts = new ArrayList<>();
            for (MicroblogClient client : clients) {
                parts.add(threads.submit(() -> {
                    while (!killed.get()) {
                        client.followBlindly();
                    }
                    return null;
                }));
            }
            TimeUnit.SECONDS.sleep(3);
            gateway.kill();
            killed.set(true);
            for (Future<Void> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long drift(Fleet fleet) {
        return new Reconciliation(fleet.jdbi())
                .check().stream().mapToLong(Drift::drift).sum();
    }

    private static void play(List<MicroblogClient> clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (MicroblogClient client : clients) {
                parts.add(() -> {
                    for (int i = 0; i < OPERATIONS / CLIENTS; i++) {
                        client.act();
                    }
                    return null;
                });
            }
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void judge(Report report, Fleet fleet, List<MicroblogClient> clients, World world) {
        report.figure("tries that were repeated: 503, marked as old, no answer", world.retried.sum());
        report.figure("of them answered from memory and marked as old", world.markedAsOld.sum());
        report.expect("operations that failed", world.failures.sum(), world.failures.sum() == 0);
        world.violations.forEach((rule, times) -> report.expect("violations: " + rule, times, times.sum() == 0));
        report.expect("violations in all", world.violations(), world.violations() == 0);
        long kept = clients.stream().mapToLong(MicroblogClient::posts).sum();
        long stored = fleet.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from microblog.posts")
                        .mapTo(Long.class)
                        .one());
        report.expect("posts stored, of " + kept + " written and not deleted", stored, stored == kept);
        report.expect("drift of counters", drift(fleet), drift(fleet) == 0);
    }

    /** What all clients share: the figures, and some posts to react to. */
    static final class World {
        final LongAdder operations = new LongAdder();
        final LongAdder retried = new LongAdder();
        /** Answers that said themselves that they are not news, because the database was too busy. */
        final LongAdder markedAsOld = new LongAdder();

        final LongAdder failures = new LongAdder();
        final Map<String, LongAdder> kinds = new ConcurrentHashMap<>();
        final Map<String, LongAdder> violations = new ConcurrentHashMap<>();
        /** A few posts that live for long, to like; their likes only grow. */
        final List<String> liked = new CopyOnWriteArrayList<>();

        void did(String kind) {
            operations.increment();
            kinds.computeIfAbsent(kind, k -> new LongAdder()).increment();
        }

        void failed(String what) {
            failures.increment();
            if (failures.sum() <= 5) {
                System.out.println("    " + what);
            }
        }

        void violated(String rule, String what, JsonNode seen) {
            violations.computeIfAbsent(rule, k -> new LongAdder()).increment();
            if (violations() <= 5) {
                System.out.println("    " + rule + ": " + what + ", saw " + seen);
            }
        }

        long violations() {
            return violations.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }
}
