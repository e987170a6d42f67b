package dev.weir.drills.bench;

import io.github.bucket4j.Bucket;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bucket4j in this process: what a decision costs that is shared with nobody. */
@State(Scope.Benchmark)
public class LocalBucketBenchmark {

    private static final int KEYS = 10_000;

    private final String[] names = new String[KEYS];
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Made by JMH. */
    public LocalBucketBenchmark() {
        for (int i = 0; i < KEYS; i++) {
            names[i] = Requests.key(i);
            buckets.put(names[i], bucket());
        }
    }

    private static Bucket bucket() {
        return Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(Requests.CAPACITY).refillIntervally(Requests.CAPACITY, Requests.WINDOW))
                .build();
    }

    /** One key that everybody asks for. */
    @Benchmark
    public Object hotKey() {
        return ask(names[0]);
    }

    /** Ten thousand keys, all in use. */
    @Benchmark
    public Object tenThousandKeys(Turn turn) {
        return ask(names[turn.of(KEYS)]);
    }

    // Not just yes or no: Weir tells what is left and when all is back, too.
    private Object ask(String name) {
        return buckets.computeIfAbsent(name, added -> bucket()).tryConsumeAndReturnRemaining(1);
    }
}
