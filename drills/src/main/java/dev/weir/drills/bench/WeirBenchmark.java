package dev.weir.drills.bench;

import dev.weir.drills.limiter.OneMember;
import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterStats;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.node.LimiterNode;
import dev.weir.limits.node.LimiterSettings;
import dev.weir.limits.node.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Weir's own decisions. */
@State(Scope.Benchmark)
public class WeirBenchmark {

    private static final int KEYS = 10_000;
    /** So many that none is asked for five times a second, which is when leases begin. */
    private static final int COLD_KEYS = 100_000;

    private static final int LIMITS = 4;

    /** Where the limit store is: in this process, or in another one that this is a client of. */
    @Param({"embedded", "client"})
    public String topology = "embedded";

    private final LimitRequest[] one = Requests.of(KEYS, 1);
    private final LimitRequest[] composite = Requests.of(1, LIMITS);
    private final LimitRequest[] cold = Requests.of(COLD_KEYS, 1);
    private final LimitRequest[] coldComposite = Requests.of(COLD_KEYS, LIMITS);
    private @Nullable OneMember member;
    private @Nullable LimiterNode node;

    /** Starts the node. */
    @Setup(Level.Trial)
    public void start() throws IOException {
        node = LimiterNode.start(LimiterSettings.of(place()), UsageLedger.empty());
    }

    private Topology place() throws IOException {
        if (topology.equals("client")) {
            OneMember started = OneMember.start();
            member = started;
            return new Topology.Client(started.cluster(), started.addresses(), 1);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + free.getLocalPort();
            return new Topology.Member(
                    "bench-" + System.nanoTime(), "127.0.0.1", free.getLocalPort(), List.of(address));
        }
    }

    /** Ends what was started. */
    @TearDown(Level.Trial)
    public void end() throws IOException {
        if (node != null) {
            node.close();
        }
        if (member != null) {
            member.close();
        }
    }

    /** One key that everybody asks for. */
    @Benchmark
    public Decision leasedHotKey(Sources sources) {
        return decide(one[0], sources);
    }

    /** Ten thousand keys, all in use. */
    @Benchmark
    public Decision leasedTenThousandKeys(Turn turn, Sources sources) {
        return decide(one[turn.of(KEYS)], sources);
    }

    /** Four limits of one key that everybody asks for. */
    @Benchmark
    public Decision leasedCompositeOfFour(Sources sources) {
        return decide(composite[0], sources);
    }

    /** A key that is asked for seldom: one exchange with the store. */
    @Benchmark
    public Decision coldKey(Turn turn, Sources sources) {
        return decide(cold[turn.of(COLD_KEYS)], sources);
    }

    /** Four limits of a key that is asked for seldom. */
    @Benchmark
    public Decision coldCompositeOfFour(Turn turn, Sources sources) {
        return decide(coldComposite[turn.of(COLD_KEYS)], sources);
    }

    private Decision decide(LimitRequest request, Sources sources) {
        return sources.count(running().decide(request));
    }

    private LimiterNode running() {
        LimiterNode running = node;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /** Waits until the store answers and no key has a lease or a debt, so that cold keys are cold; two minutes at most. */
    void settle() throws InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            LimiterStats now = running().stats();
            if (now.breaker().equals("closed") && now.leasedTokens() == 0 && now.borrowedTokens() == 0) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("not settled: " + running().stats());
    }
}
