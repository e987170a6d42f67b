package dev.weir.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.billing.database.BillingDatabase;
import dev.weir.billing.database.HandSchedule;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Billed = acknowledged, though one reply of a commit in three is lost. */
final class ExactUsageTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
    private static final int ROUNDS = 120;

    private final Jdbi jdbi = BillingDatabase.create().jdbi();
    private final HandClock clock = new HandClock("2026-11-20T10:00:00Z");
    private final HandSchedule schedule = new HandSchedule();

    @AfterEach
    void stop() {
        schedule.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void totalsSurviveLostRepliesExactly(long seed) {
        var chance = new Random(seed);
        var lost = new AtomicInteger();
        var meter = new UsageMeter(UUID.randomUUID(), clock);
        var flush = new UsageFlush(meter, lossy(chance, lost), schedule);
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int amount = 1 + chance.nextInt(100);
            meter.record(1, chance.nextInt(5), Meter.POSTS_READ, amount);
            acknowledged += amount;
            flush.flush();
            clock.move(Duration.ofMinutes(chance.nextInt(10)));
        }
        while (meter.unflushed() > 0) {
            flush.flush();
        }

        assertThat(lost.get()).isGreaterThan(ROUNDS / 10);
        assertThat(billed()).as("seed %s", seed).isEqualTo(acknowledged);
    }

    /** The control: the same check on a writer of differences finds units billed twice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void differencesDoNot(long seed) {
        var chance = new Random(seed);
        var lost = new AtomicInteger();
        var lossy = lossy(chance, lost);
        var incarnation = UUID.randomUUID();
        long acknowledged = 0;
        long unwritten = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int amount = 1 + chance.nextInt(100);
            acknowledged += amount;
            unwritten = addDifference(lossy, incarnation, unwritten + amount);
        }
        while (unwritten > 0) {
            unwritten = addDifference(lossy, incarnation, unwritten);
        }

        assertThat(lost.get()).isGreaterThan(ROUNDS / 10);
        assertThat(billed()).isGreaterThan(acknowledged);
    }

    @Test
    void manyThreadsAWriterAndAMovingClockLoseNothing() throws Exception {
        var meter = new UsageMeter(UUID.randomUUID(), clock);
        var flush = new UsageFlush(meter, jdbi, schedule);
        var acknowledged = new AtomicLong();
        var executor = Executors.newFixedThreadPool(5);
        try {
            var running = new AtomicInteger(4);
            var tasks = new ArrayList<Callable<Void>>();
            for (int thread = 0; thread < 4; thread++) {
                int app = thread % 2;
                tasks.add(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        meter.record(1, app, Meter.POSTS_READ, 1);
                        acknowledged.incrementAndGet();
                    }
                    running.decrementAndGet();
                    return null;
                });
            }
            tasks.add(() -> {
                while (running.get() > 0) {
                    // Past the end of the bucket and its grace: each round drops what it has just written.
                    clock.move(Duration.ofMinutes(18));
                    flush.flush();
                }
                return null;
            });
            for (var task : executor.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            executor.shutdown();
        }
        flush.close();

        assertThat(acknowledged).hasValue(200_000);
        var everything = new UsageLedger(jdbi, new UsageMeter(UUID.randomUUID(), clock), Runnable::run);
        assertThat(everything.spent(1, Meter.POSTS_READ, START, clock.instant().plusSeconds(3600)))
                .isEqualTo(200_000);
    }

    private Jdbi lossy(Random chance, AtomicInteger lost) {
        return LossyReplies.over(jdbi, () -> {
            boolean lose = chance.nextInt(3) == 0;
            if (lose) {
                lost.incrementAndGet();
            }
            return lose;
        });
    }

    /** Adds an amount to the ledger; answers what must be added later, because it was not confirmed. */
    private long addDifference(Jdbi database, UUID incarnation, long amount) {
        try {
            database.useHandle(handle -> handle.createUpdate("""
                            insert into billing.usage as known values (1, 'posts_read', :bucket, 1, :incarnation, :amount)
                            on conflict (account_id, meter, bucket, app_id, incarnation)
                            do update set total = known.total + excluded.total
                            """)
                    .bind("bucket", Timestamp.from(clock.instant()))
                    .bind("incarnation", incarnation)
                    .bind("amount", amount)
                    .execute());
            return 0;
        } catch (RuntimeException e) {
            return amount;
        }
    }

    private long billed() {
        return new UsageLedger(jdbi, new UsageMeter(UUID.randomUUID(), clock), Runnable::run)
                .spent(1, Meter.POSTS_READ, START, END);
    }
}
