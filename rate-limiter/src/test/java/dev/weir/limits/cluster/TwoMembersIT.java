package dev.weir.limits.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.map.IMap;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two gateways with embedded members in one process, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoMembersIT {

    // Patient: these tests are about the store's answers. A busy machine must not turn them into tests of shares.
    private static final Duration PATIENT = Duration.ofSeconds(1);
    private static final Limit TIMELINE = Limit.window("timeline-15m", Unit.REQUESTS, 900, Duration.ofMinutes(15));
    private static final Limit BURST = Limit.smooth("burst", Unit.REQUESTS, 100_000, Duration.ofSeconds(1));
    private static final Limit POSTS = Limit.quota("posts-month", Unit.POSTS, 10_000);

    private final Period month = new Period("2050-11", Instant.parse("2050-12-01T00:00:00Z"));
    private final AtomicLong spent = new AtomicLong();
    private final UsageLedger ledger = quota -> CompletableFuture.completedFuture(spent.get());
    private final ExecutorService threads = Executors.newFixedThreadPool(6);
    private final List<Integer> ports = TestNode.freePorts(3);
    private List<TestNode> nodes = List.of();

    @BeforeAll
    void start() {
        nodes = List.of(
                TestNode.member(ports.get(0), ports, ledger, PATIENT),
                TestNode.member(ports.get(1), ports, ledger, PATIENT));
        Await.until(
                "both members see each other",
                Duration.ofSeconds(10),
                () -> nodes.stream().allMatch(node -> node.members() == 2));
    }

    @AfterAll
    void stop() {
        nodes.forEach(TestNode::close);
        threads.shutdownNow();
    }

    private static LimitRequest timeline(String home) {
        return new LimitRequest(home, List.of(Demand.of(TIMELINE, "app-17", 1), Demand.of(BURST, "app-17", 1)));
    }

    @Test
    void of3000RequestsOverBothNodesExactly900AreAdmitted() throws Exception {
        AtomicInteger admitted = new AtomicInteger();
        inParallel(6, 500, (thread, call) -> {
            if (nodes.get(thread % 2).isAdmittedByStore(timeline("exact"))) {
                admitted.incrementAndGet();
            }
        });
        assertThat(admitted).hasValue(900);
    }

    @Test
    void aWipedMapRefusesNobodyAndWindowsStartAnew() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean wiped = new AtomicBoolean();
        inParallel(4, 200, (thread, call) -> {
            if (thread == 0 && call % 50 == 25) {
                nodes.get(1).map().clear();
                wiped.set(true);
            }
            if (!nodes.get(thread % 2).isAdmittedByStore(timeline("wiped"))) {
                refused.incrementAndGet();
            }
        });
        assertThat(wiped).isTrue();
        assertThat(refused).hasValue(0);
    }

    @Test
    void aQuotaSurvivesTheLossOfEveryBucketThroughTheLedger() {
        LimitRequest page = new LimitRequest("ledger", List.of(Demand.of(POSTS, "account-4", 100, month)));
        spent.set(0);
        Decision first = nodes.get(0).decide(page);
        assertThat(first.levels().get(0).remaining()).isEqualTo(9_900);
        nodes.get(0).settle(first, Map.of(Unit.POSTS, 40L));
        Await.until(
                "the settlement has arrived",
                Duration.ofSeconds(5),
                () -> nodes.get(1).decide(look("ledger")).levels().get(0).remaining() == 9_960);

        spent.set(40);
        nodes.get(1).map().clear();
        assertThat(nodes.get(1).decide(page).levels().get(0).remaining()).isEqualTo(9_860);
        spent.set(10_000);
        nodes.get(0).map().destroy();
        Decision denied = nodes.get(0).decide(page);
        assertThat(denied).isInstanceOf(Decision.Denied.class);
        assertThat(denied.source()).isEqualTo(Source.STORE);
    }

    private LimitRequest look(String home) {
        return new LimitRequest(home, List.of(Demand.of(POSTS, "account-4", 0, month)));
    }

    @Test
    void damagedEntriesRefuseNobodyAndAreReplaced() {
        IMap<String, byte[]> map = nodes.get(0).map();
        nodes.get(0).decide(timeline("whole"));
        byte[] later = requireNonNull(map.get("whole"));
        later[0] = 99;
        List<byte[]> damaged = List.of(new byte[0], new byte[] {1}, new byte[5_000], "not ours".getBytes(UTF_8), later);
        long before = quarantined();
        for (byte[] bytes : damaged) {
            String home = "damaged-" + damaged.indexOf(bytes);
            map.put(home, bytes);
            assertThat(nodes.get(0).isAdmittedByStore(timeline(home))).isTrue();
            assertThat(nodes.get(1).isAdmittedByStore(timeline(home))).isTrue();
        }
        assertThat(quarantined() - before).isEqualTo(damaged.size());
    }

    private long quarantined() {
        return nodes.stream()
                .mapToLong(node -> node.stats().quarantinedEntries())
                .sum();
    }

    @Test
    void entriesExpireByThemselves() {
        nodes.get(0).decide(timeline("expiring"));
        long ends = nodes.get(0).map().getEntryView("expiring").getExpirationTime();
        long now = nodes.get(0).hazelcast().getCluster().getClusterTime();
        assertThat(Duration.ofMillis(ends - now)).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
    }

    @Test
    void aClientDecidesOnTheSameEntries() {
        try (TestNode client = TestNode.client(ports.subList(0, 2), ledger, PATIENT)) {
            Await.until(
                    "the client is connected to every member",
                    Duration.ofSeconds(30),
                    () -> IntStream.range(0, 20)
                                    .allMatch(home -> client.decide(timeline("warm-" + home))
                                                    .source()
                                            != Source.SHARE)
                            && client.stats().breaker().equals("closed"));
            Decision member = nodes.get(0).decide(timeline("shared"));
            Decision other = client.decide(timeline("shared"));
            assertThat(other.source()).isEqualTo(Source.STORE);
            assertThat(other.levels().get(0).remaining())
                    .isEqualTo(member.levels().get(0).remaining() - 1);
        }
    }

    @Test
    void aKilledMemberCostsNoRefusalAndNoToken() throws Exception {
        TestNode third = TestNode.member(ports.get(2), ports, ledger, PATIENT);
        Await.until(
                "all see three", Duration.ofSeconds(10), () -> nodes.stream().allMatch(node -> node.members() == 3));
        Await.until(
                "the cluster has spread its backups",
                Duration.ofSeconds(20),
                () -> third.hazelcast().getPartitionService().isClusterSafe());
        String home = homeOwnedBy(third);
        AtomicInteger admitted = new AtomicInteger();
        inParallel(4, 150, (thread, call) -> {
            if (thread == 0 && call == 60) {
                third.kill();
            }
            Decision decision = nodes.get(thread % 2).decide(timeline(home));
            if (decision instanceof Decision.Allowed) {
                admitted.incrementAndGet();
            }
        });
        assertThat(admitted).hasValue(600);
        LimitRequest look = new LimitRequest(home, List.of(Demand.of(TIMELINE, "app-17", 0)));
        Await.until(
                "what the shares admitted is charged, what the leases held is back, and nothing is counted twice",
                Duration.ofSeconds(30),
                () -> TestNode.freshLook(nodes.get(0), look) == 900 - 600);
    }

    private static String homeOwnedBy(TestNode node) {
        for (int i = 0; ; i++) {
            String home = "killed-" + i;
            if (requireNonNull(node.hazelcast()
                            .getPartitionService()
                            .getPartition(home)
                            .getOwner())
                    .localMember()) {
                return home;
            }
        }
    }

    /** One call of one thread. */
    private interface Call {
        void run(int thread, int call);
    }

    private void inParallel(int parallel, int calls, Call call) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < parallel; t++) {
            int thread = t;
            running.add(threads.submit(() -> {
                for (int c = 0; c < calls; c++) {
                    call.run(thread, c);
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }
}
