package dev.weir.drills.bench;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.grid.hazelcast.Bucket4jHazelcast;
import io.github.bucket4j.grid.hazelcast.HazelcastProxyManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Bucket4j on Hazelcast as its manual has it: one remote call for each decision. */
@State(Scope.Benchmark)
public class HazelcastBucketBenchmark {

    private static final int KEYS = 10_000;
    /** As many as Weir is asked for cold. */
    private static final int COLD_KEYS = 100_000;

    /** Where the buckets are: in this process, or in another one that this is a client of. */
    @Param({"embedded", "client"})
    public String topology = "embedded";

    private final BucketConfiguration configuration = Buckets.configuration();
    private final String[] names = new String[COLD_KEYS];
    private @Nullable Process process;
    private @Nullable HazelcastInstance hazelcast;
    private @Nullable ProxyManager<String> buckets;

    /** Starts the member and connects to it. */
    @Setup(Level.Trial)
    public void start() throws IOException {
        for (int i = 0; i < COLD_KEYS; i++) {
            names[i] = Requests.key(i);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        HazelcastInstance started = topology.equals("client") ? client(port) : PlainMember.start(port);
        hazelcast = started;
        buckets = Bucket4jHazelcast.entryProcessorBasedBuilder(started.<String, byte[]>getMap("buckets"))
                .build();
    }

    private HazelcastInstance client(int port) throws IOException {
        process = PlainMember.startProcess(port);
        ClientConfig config = new ClientConfig();
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getNetworkConfig().addAddress("127.0.0.1:" + port);
        HazelcastProxyManager.addCustomSerializers(config.getSerializationConfig(), PlainMember.FIRST_TYPE_ID);
        return HazelcastClient.newHazelcastClient(config);
    }

    /** Ends what was started. */
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
        if (hazelcast != null) {
            hazelcast.shutdown();
        }
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** One key that everybody asks for. */
    @Benchmark
    public Object hotKey() {
        return ask(names[0]);
    }

    /** Ten thousand keys. */
    @Benchmark
    public Object tenThousandKeys(Turn turn) {
        return ask(names[turn.of(KEYS)]);
    }

    /** The keys that Weir is asked for cold. */
    @Benchmark
    public Object coldKey(Turn turn) {
        return ask(names[turn.of(COLD_KEYS)]);
    }

    private Object ask(String name) {
        ProxyManager<String> connected = buckets;
        if (connected == null) {
            throw new IllegalStateException("not started");
        }
        return connected.getProxy(name, () -> configuration).tryConsumeAndReturnRemaining(1);
    }
}
