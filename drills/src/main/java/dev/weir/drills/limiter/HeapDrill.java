package dev.weir.drills.limiter;

import dev.weir.drills.Drill;
import dev.weir.drills.Report;
import dev.weir.limits.Decision;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.node.LimiterNode;
import dev.weir.limits.node.LimiterSettings;
import dev.weir.limits.node.Topology;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A million live keys in one member, and then none. */
public final class HeapDrill implements Drill {

    private static final int KEYS = Integer.getInteger("weir.drill.keys", 1_000_000);
    /** Long enough to make and measure them all while they live. */
    private static final int WINDOW_SECONDS = Integer.getInteger("weir.drill.window", 30 + KEYS / 6_000);

    private static final long BYTES_PER_KEY = 400;
    /** Of the heap that keys took, what may still be taken when they are gone: hash tables that have grown never shrink. */
    private static final double REMAINS = 0.15;

    private static final int THREADS = 32;
    private static final int CLEAN_UP_SECONDS = 900;

    @Override
    public String promise() {
        return KEYS + " live keys take at most " + BYTES_PER_KEY
                + " bytes of heap each, and leave when their time is over";
    }

    @Override
    public void run(Report report) throws Exception {
        try (OneMember member = OneMember.start()) {
            long empty = member.heap();
            long begun = System.nanoTime();
            fill(member);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            int live = member.entries();
            long full = member.heap();
            int stillLive = member.entries();
            report.figure("seconds to make the keys, of a window of", seconds + " of " + WINDOW_SECONDS);
            report.expect("keys alive before / after measuring", live + " / " + stillLive, stillLive >= KEYS);
            report.figure("heap after GC, MB: empty / full", mega(empty) + " / " + mega(full));
            long perKey = (full - empty) / Math.max(1, stillLive);
            report.expect("bytes of heap for each key", perKey, perKey <= BYTES_PER_KEY);

            TimeUnit.NANOSECONDS.sleep(begun + TimeUnit.SECONDS.toNanos(WINDOW_SECONDS + seconds) - System.nanoTime());
            long over = System.nanoTime();
            int entries = member.entries();
            while (entries > 0 && System.nanoTime() - over < TimeUnit.SECONDS.toNanos(CLEAN_UP_SECONDS)) {
                TimeUnit.SECONDS.sleep(1);
                entries = member.entries();
            }
            report.figure("seconds from the end of the last window until all are gone", since(over));
            report.expect("keys left", entries, entries == 0);
            long afterwards = member.heap();
            report.expect(
                    "heap after GC when they are gone, MB",
                    mega(afterwards),
                    afterwards - empty <= REMAINS * (full - empty));
        }
    }

    private static void fill(OneMember member) throws InterruptedException {
        Traffic traffic = new Traffic("keys", KEYS, 900, WINDOW_SECONDS, 1);
        GuardSettings usual = GuardSettings.defaults();
        // Patient, so that every key is really asked for.
        GuardSettings patient =
                new GuardSettings(Duration.ofSeconds(1), usual.callsInFlight(), usual.breaker(), 10_000);
        Topology client = new Topology.Client(member.cluster(), member.addresses(), 1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (LimiterNode node = LimiterNode.start(new LimiterSettings(client, patient), UsageLedger.empty())) {
            AtomicInteger next = new AtomicInteger();
            AtomicLong refused = new AtomicLong();
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> {
                    for (int home = next.getAndIncrement(); home < KEYS; home = next.getAndIncrement()) {
                        if (!(node.decide(traffic.request(home)) instanceof Decision.Allowed)) {
                            refused.incrementAndGet();
                        }
                    }
                });
            }
            threads.shutdown();
            if (!threads.awaitTermination(WINDOW_SECONDS, TimeUnit.SECONDS) || refused.get() > 0) {
                throw new IllegalStateException("the keys were not all made within their window of " + WINDOW_SECONDS
                        + " s, or refused: " + refused.get() + "; give a longer one, -Dweir.drill.window=…");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long since(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
    }

    private static long mega(long bytes) {
        return bytes / 1_000_000;
    }
}
