package dev.weir.limits.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterStats;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.breaker.BreakerSettings;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.leases.LeasingRateLimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A gateway's limiter with an embedded member, whose parts a test can reach. */
final class TestNode implements AutoCloseable {

    private final HazelcastStore store;
    private final LeasingRateLimiter limiter;
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();

    private TestNode(HazelcastStore store, UsageLedger ledger, Duration deadline) {
        this.store = store;
        GuardSettings settings = new GuardSettings(deadline, 64, BreakerSettings.defaults(), 1_000);
        this.limiter = new LeasingRateLimiter(
                store,
                ledger,
                settings,
                AgreedNodes.following(store::members),
                new NodeTime(Clock.systemUTC(), System::nanoTime),
                () -> 0.5,
                new SecureRandom()::nextLong,
                background,
                LimiterObserver.SILENT);
        var unused = background.scheduleWithFixedDelay(limiter::tick, 20, 20, TimeUnit.MILLISECONDS);
    }

    static TestNode member(int port, List<Integer> ports, UsageLedger ledger, Duration deadline) {
        List<String> members = ports.stream().map(one -> "127.0.0.1:" + one).toList();
        return new TestNode(
                HazelcastStore.member("test-" + ports.get(0), "127.0.0.1", port, members, Optional.empty()),
                ledger,
                deadline);
    }

    static TestNode client(List<Integer> ports, UsageLedger ledger, Duration deadline) {
        List<String> members = ports.stream().map(one -> "127.0.0.1:" + one).toList();
        return new TestNode(HazelcastStore.client("test-" + ports.get(0), members), ledger, deadline);
    }

    /** What is left of the first limit, as the owner sees it now. */
    static long freshLook(TestNode node, LimitRequest look) {
        return node.limiter
                .would(new LimitRequest(
                        look.home(), List.of(atLeastOne(look.demands().get(0)))))
                .levels()
                .get(0)
                .evidence()
                .unassigned();
    }

    // More than any lease holds, so that the store is asked.
    private static Demand atLeastOne(Demand demand) {
        return Demand.of(demand.limit(), demand.holder(), demand.limit().capacity());
    }

    static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return ports;
    }

    Decision decide(LimitRequest request) {
        return limiter.decide(request);
    }

    /** Whether it was admitted by the store's leave, now or in a lease. */
    boolean isAdmittedByStore(LimitRequest request) {
        Decision decision = limiter.decide(request);
        return decision.source() != Source.SHARE && decision instanceof Decision.Allowed;
    }

    void settle(Decision decision, Map<Unit, Long> actual) {
        limiter.settle((Decision.Allowed) decision, actual);
    }

    LimiterStats stats() {
        return limiter.stats();
    }

    int members() {
        return store.members();
    }

    HazelcastInstance hazelcast() {
        return store.instance();
    }

    IMap<String, byte[]> map() {
        return store.instance().getMap(HardenedConfig.MAP);
    }

    /** As a killed process would: nothing is moved and nobody is told. */
    void kill() {
        background.shutdownNow();
        store.instance().getLifecycleService().terminate();
    }

    @Override
    public void close() {
        limiter.close();
        background.shutdownNow();
    }
}
