package dev.weir.drills.limiter;

import dev.weir.drills.limiter.Event.Kind;
import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.Source;
import dev.weir.limits.node.LimiterNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers traffic to a limiter on a schedule that does not wait for its answers, and remembers every one. Whoever falls
 * behind by more than a second drops what he is behind, as clients do.
 */
final class NodeLoad implements LimiterObserver {

    private static final int THREADS = 8;
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 50;
    private static final long FORGIVEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Traffic> traffic;
    private final LimitRequest[][] requests;
    private final int perSecond;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private final List<ByteArrayOutputStream> seen = new ArrayList<>();
    private final ConcurrentLinkedQueue<Event> alarms = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile long highestBound;

    /** @param seed of the order of requests */
    NodeLoad(List<Traffic> traffic, long seed) {
        this.traffic = traffic;
        this.seed = seed;
        this.perSecond = traffic.stream().mapToInt(Traffic::perSecond).sum();
        this.requests = new LimitRequest[traffic.size()][];
        for (int i = 0; i < requests.length; i++) {
            Traffic one = traffic.get(i);
            requests[i] = new LimitRequest[one.homes()];
            for (int home = 0; home < one.homes(); home++) {
                requests[i][home] = one.request(home);
            }
        }
    }

    @Override
    public void vanished(String home, String limit) {
        alarms.add(new Event(-1, 0, System.nanoTime(), 0, Kind.VANISHED));
    }

    @Override
    public void quarantined(String home, String reason) {
        alarms.add(new Event(-1, 0, System.nanoTime(), 0, Kind.QUARANTINED));
    }

    /**
     * Begins every window with the store. What a node admits from shares before the window begins belongs to no window
     * that the store knows, so that a count from outside could not be compared with it.
     */
    void begin(LimiterNode node) throws IOException, InterruptedException {
        ByteArrayOutputStream mine = new ByteArrayOutputStream(1 << 16);
        seen.add(mine);
        DataOutputStream out = new DataOutputStream(mine);
        for (int i = 0; i < requests.length; i++) {
            for (int home = 0; home < requests[i].length; home++) {
                if (left(node, requests[i][home]) >= 0) {
                    long started = System.nanoTime();
                    Kind kind = decide(node, requests[i][home]);
                    new Event(i, home, started, System.nanoTime() - started, kind).write(out);
                }
            }
        }
    }

    void start(LimiterNode node) {
        long begin = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            ByteArrayOutputStream mine = new ByteArrayOutputStream(1 << 16);
            seen.add(mine);
            run("load-" + i, () -> offer(node, number, begin, new DataOutputStream(mine)));
        }
        run("bound", () -> watch(node));
    }

    private void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void offer(LimiterNode node, int number, long begin, DataOutputStream out) {
        SplittableRandom random = new SplittableRandom(seed + number);
        double pauseNanos = 1e9 * THREADS / perSecond;
        double due = begin + pauseNanos * number / THREADS;
        while (!stopped) {
            long early = (long) due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
                continue;
            }
            due = Math.max(due, (double) (System.nanoTime() - FORGIVEN_NANOS)) + pauseNanos;
            int at = choose(random);
            int home = random.nextInt(requests[at].length);
            long started = System.nanoTime();
            Kind kind = decide(node, requests[at][home]);
            try {
                new Event(at, home, started, System.nanoTime() - started, kind).write(out);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    private int choose(SplittableRandom random) {
        int point = random.nextInt(perSecond);
        int at = 0;
        while (point >= traffic.get(at).perSecond()) {
            point -= traffic.get(at).perSecond();
            at++;
        }
        return at;
    }

    private static Kind decide(LimiterNode node, LimitRequest request) {
        try {
            Decision decision = node.decide(request);
            if (decision instanceof Decision.Allowed) {
                return switch (decision.source()) {
                    case LEASE -> Kind.ALLOWED_LEASE;
                    case STORE -> Kind.ALLOWED_STORE;
                    case SHARE -> Kind.ALLOWED_SHARE;
                };
            }
            if (decision instanceof Decision.Denied) {
                return switch (decision.source()) {
                    case LEASE -> Kind.DENIED_LEASE;
                    case STORE -> Kind.DENIED_STORE;
                    case SHARE -> Kind.DENIED_SHARE;
                };
            }
            return Kind.REDUCED;
        } catch (RuntimeException failed) {
            failed.printStackTrace();
            return Kind.FAILED;
        }
    }

    private void watch(LimiterNode node) {
        while (!stopped) {
            highestBound = Math.max(highestBound, node.stats().overAdmissionBound());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Stops offering, and writes all events down. Returns the highest value that the limiter's own bound had. */
    long stop(Path file) throws IOException, InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (ByteArrayOutputStream one : seen) {
                one.writeTo(out);
            }
            DataOutputStream last = new DataOutputStream(out);
            for (Event alarm : alarms) {
                alarm.write(last);
            }
            last.flush();
        }
        return highestBound;
    }

    /** What is left of every home, traffic by traffic, as the store says now; -1 where it does not answer. */
    List<Long> left(LimiterNode node) throws InterruptedException {
        List<Long> left = new ArrayList<>();
        for (LimitRequest[] homes : requests) {
            for (LimitRequest request : homes) {
                left.add(left(node, request));
            }
        }
        return left;
    }

    private static long left(LimiterNode node, LimitRequest request) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            Decision would = node.would(request);
            if (would.source() != Source.SHARE) {
                // It tells what is left after the request.
                return would.levels().get(0).remaining() + (would instanceof Decision.Allowed ? 1 : 0);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return -1;
    }
}
