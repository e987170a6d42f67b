package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedCheckTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void whoAsksGetsACheckThatWasBegunAfterwards() throws Exception {
        // What a check has seen is the number that stood here when it began.
        var written = new AtomicLong();
        var seen = new AtomicLong();
        var checks = new AtomicInteger();
        var check = new SharedCheck(
                () -> {
                    checks.incrementAndGet();
                    long now = written.get();
                    Thread.onSpinWait();
                    seen.set(now);
                },
                System::nanoTime);
        int threads = 8;
        int rounds = 500;
        var start = new CyclicBarrier(threads);
        var pool = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> violations = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            violations.add(pool.submit(() -> {
                start.await();
                int missed = 0;
                for (int round = 0; round < rounds; round++) {
                    long mine = written.incrementAndGet();
                    check.since(System.nanoTime());
                    missed += seen.get() < mine ? 1 : 0;
                }
                return missed;
            }));
        }
        for (var missed : violations) {
            assertThat(missed.get()).isZero();
        }
        pool.shutdown();
        assertThat(checks.get()).as("shared").isLessThanOrEqualTo(threads * rounds);
    }

    @Test
    void whatWasCheckedSinceIsNotCheckedAgain() {
        var checks = new AtomicInteger();
        var check = new SharedCheck(checks::incrementAndGet, nanos::get);
        check.since(nanos.get());
        check.since(nanos.get());
        assertThat(checks).hasValue(1);
        check.since(nanos.incrementAndGet());
        assertThat(checks).hasValue(2);
    }

    @Test
    void aFailureIsToldAndTheNextOneTriesAgain() {
        var checks = new AtomicInteger();
        var check = new SharedCheck(
                () -> {
                    if (checks.incrementAndGet() == 1) {
                        throw new MicroblogUnavailableException("away");
                    }
                },
                nanos::get);

        assertThatThrownBy(() -> check.since(0)).isInstanceOf(MicroblogUnavailableException.class);
        check.since(0);
        assertThat(checks).hasValue(2);
    }

    @Test
    void nobodyWaitsForeverForAnothersCheckAndItIsMadeByTheNext() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var checks = new AtomicInteger();
        var check = new SharedCheck(
                () -> {
                    if (checks.incrementAndGet() == 1) {
                        begun.countDown();
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                },
                nanos::get);
        var pool = Executors.newSingleThreadExecutor();
        var stuck = pool.submit(() -> check.since(0));
        begun.await();

        assertThatThrownBy(() -> check.since(1)).hasMessageContaining("has not told");

        end.countDown();
        stuck.get(10, TimeUnit.SECONDS);
        nanos.set(5);
        check.since(2);
        assertThat(checks).hasValue(2);
        pool.shutdown();
    }
}
