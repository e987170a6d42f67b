package dev.weir.drills.bench;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Bucket4j on Redis over Lettuce: compare and swap. */
@State(Scope.Benchmark)
public class RedisBucketBenchmark {

    private static final int KEYS = 10_000;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BucketConfiguration configuration = Buckets.configuration();
    private final byte[][] names = new byte[KEYS][];
    private @Nullable Process process;
    private @Nullable RedisClient client;
    private @Nullable ProxyManager<byte[]> buckets;

    /** Starts Redis, without persistence, and connects to it. */
    @Setup(Level.Trial)
    public void start() throws IOException, InterruptedException {
        for (int i = 0; i < KEYS; i++) {
            names[i] = Requests.key(i).getBytes(StandardCharsets.US_ASCII);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process redis = new ProcessBuilder(
                        Redis.binary().orElseThrow().toString(),
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = redis;
        Runtime.getRuntime().addShutdownHook(new Thread(redis::destroyForcibly, "end-redis"));
        RedisClient connected = RedisClient.create(RedisURI.create("127.0.0.1", port));
        client = connected;
        buckets = connect(connected);
    }

    private static ProxyManager<byte[]> connect(RedisClient client) throws InterruptedException {
        long started = System.nanoTime();
        while (true) {
            try {
                return Bucket4jLettuce.casBasedBuilder(client)
                        .expirationAfterWrite(ExpirationAfterWriteStrategy.fixedTimeToLive(Requests.WINDOW))
                        .build();
            } catch (RedisConnectionException notYet) {
                if (System.nanoTime() - started > START_NANOS) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Ends what was started. */
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
        if (client != null) {
            client.shutdown();
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

    private Object ask(byte[] name) {
        ProxyManager<byte[]> connected = buckets;
        if (connected == null) {
            throw new IllegalStateException("not started");
        }
        return connected.getProxy(name, () -> configuration).tryConsumeAndReturnRemaining(1);
    }
}
