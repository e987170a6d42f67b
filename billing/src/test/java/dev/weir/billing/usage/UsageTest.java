package dev.weir.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.billing.database.BillingDatabase;
import dev.weir.billing.database.HandSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UsageTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    private final BillingDatabase database = BillingDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final HandClock clock = new HandClock("2026-11-20T23:59:00Z");
    private final HandSchedule schedule = new HandSchedule();
    private final UsageMeter meter = new UsageMeter(UUID.randomUUID(), clock);
    private final UsageFlush flush = new UsageFlush(meter, jdbi, schedule);
    private final UsageLedger ledger = new UsageLedger(jdbi, meter, Runnable::run);

    @AfterEach
    void stop() {
        schedule.shutdownNow();
    }

    @Test
    void whatIsRecordedIsSpentBeforeAndAfterItIsWritten() {
        meter.record(1, 10, Meter.POSTS_READ, 7);
        meter.record(1, 11, Meter.POSTS_READ, 3);
        meter.record(1, 10, Meter.REQUESTS, 1);
        meter.record(2, 20, Meter.POSTS_READ, 100);
        assertThat(spent(1)).isEqualTo(10);
        assertThat(meter.unflushed()).isEqualTo(111);

        flush.flush();
        assertThat(spent(1)).isEqualTo(10);
        assertThat(meter.unflushed()).isZero();

        meter.record(1, 10, Meter.POSTS_READ, 5);
        assertThat(spent(1)).isEqualTo(15);
        flush.flush();
        assertThat(spent(1)).isEqualTo(15);
        assertThat(spent(2)).isEqualTo(100);
        assertThat(ledger.spent(1, Meter.REQUESTS, START, END)).isEqualTo(1);
    }

    @Test
    void allNodesAndRunsAddUp() {
        meter.record(1, 10, Meter.POSTS_READ, 7);
        flush.flush();
        var other = new UsageMeter(UUID.randomUUID(), clock);
        other.record(1, 10, Meter.POSTS_READ, 5);
        new UsageFlush(other, jdbi, schedule).flush();

        assertThat(spent(1)).isEqualTo(12);
        assertThat(new UsageLedger(jdbi, other, Runnable::run).spent(1, Meter.POSTS_READ, START, END))
                .isEqualTo(12);
    }

    @Test
    void daysAreUtcAndSplitByApp() {
        meter.record(1, 10, Meter.POSTS_READ, 7);
        meter.record(1, 11, Meter.POSTS_READ, 2);
        flush.flush();
        clock.move(Duration.ofMinutes(1));
        meter.record(1, 10, Meter.POSTS_READ, 3);

        assertThat(ledger.daily(1, Meter.POSTS_READ, START, END))
                .containsExactly(
                        new DailyUsage(LocalDate.of(2026, 11, 20), 10, 7),
                        new DailyUsage(LocalDate.of(2026, 11, 20), 11, 2),
                        new DailyUsage(LocalDate.of(2026, 11, 21), 10, 3));
        assertThat(ledger.spent(1, Meter.POSTS_READ, START, Instant.parse("2026-11-21T00:00:00Z")))
                .isEqualTo(9);
        assertThat(ledger.spent(1, Meter.POSTS_READ, Instant.parse("2026-11-21T00:00:00Z"), END))
                .isEqualTo(3);
    }

    @Test
    void anOutageLosesNothing() {
        meter.record(1, 10, Meter.POSTS_READ, 7);
        flush.flush();
        database.goAway();
        for (int hour = 0; hour < 12; hour++) {
            meter.record(1, 10, Meter.POSTS_READ, 1);
            clock.move(Duration.ofHours(1));
            flush.flush();
        }
        assertThat(flush.problem()).isPresent();
        assertThat(meter.unflushed()).isEqualTo(12);
        assertThatThrownBy(() -> spent(1)).isInstanceOf(RuntimeException.class);

        database.comeBack();
        flush.flush();
        assertThat(flush.problem()).isEmpty();
        assertThat(meter.unflushed()).isZero();
        assertThat(spent(1)).isEqualTo(19);
    }

    @Test
    void finishedBucketsLeaveMemoryOnceTheLedgerHasThem() {
        for (int app = 0; app < 50; app++) {
            meter.record(1, app, Meter.POSTS_READ, 2);
        }
        clock.move(Duration.ofMinutes(2));
        flush.flush();
        assertThat(meter.held()).as("calls may be late").isEqualTo(50);

        clock.move(Duration.ofMinutes(16));
        flush.flush();
        assertThat(meter.held()).isZero();
        assertThat(spent(1)).isEqualTo(100);
    }

    @Test
    void aClockThatGoesBackLosesNothing() {
        meter.record(1, 10, Meter.POSTS_READ, 7);
        clock.move(Duration.ofHours(1));
        flush.flush();
        assertThat(meter.held()).isZero();

        clock.move(Duration.ofHours(-1));
        meter.record(1, 10, Meter.POSTS_READ, 2);
        flush.flush();
        assertThat(spent(1)).isEqualTo(9);
    }

    @Test
    void theEndOfTheProcessWritesWhatIsLeft() {
        flush.start();
        meter.record(1, 10, Meter.POSTS_READ, 7);
        schedule.tick();
        meter.record(1, 10, Meter.POSTS_READ, 4);
        flush.close();

        assertThat(schedule.delayMillis()).isEqualTo(1000);
        assertThat(ledgerOfAnotherNode().spent(1, Meter.POSTS_READ, START, END)).isEqualTo(11);
    }

    @Test
    void whoCannotBeToldNowHearsThatAsAFailure() {
        var full = new UsageLedger(jdbi, meter, task -> {
            throw new RejectedExecutionException("full");
        });
        meter.record(1, 10, Meter.POSTS_READ, 7);

        assertThat(ledger.spentLater(1, Meter.POSTS_READ, START, END).toCompletableFuture())
                .isCompletedWithValue(7L);
        assertThat(full.spentLater(1, Meter.POSTS_READ, START, END).toCompletableFuture())
                .isCompletedExceptionally();
        database.goAway();
        assertThatThrownBy(() -> ledger.spentLater(1, Meter.POSTS_READ, START, END)
                        .toCompletableFuture()
                        .get())
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void aNegativeAmountIsRefused() {
        assertThatThrownBy(() -> meter.record(1, 10, Meter.POSTS_READ, -1)).hasMessageContaining("-1");
        meter.record(1, 10, Meter.POSTS_READ, 0);
        assertThat(meter.held()).isZero();
    }

    @Test
    void whatAnAccountSpentIsFoundByIndex() {
        jdbi.useHandle(handle -> {
            handle.execute("""
                    insert into billing.usage
                    select a, 'posts_read', timestamptz '2026-11-01Z' + b * interval '15 min', 1, gen_random_uuid(), 1
                    from generate_series(1, 200) a, generate_series(1, 500) b
                    """);
            handle.execute("analyze billing.usage");
            var plan = String.join(
                    "\n", handle.createQuery("""
                            explain select sum(total) from billing.usage
                            where account_id = 7 and meter = 'posts_read'
                              and bucket >= timestamptz '2026-11-01Z' and bucket < timestamptz '2026-12-01Z'
                            """).mapTo(String.class).list());
            assertThat(plan).contains("usage_pkey").doesNotContain("Seq Scan");
        });
        assertThat(spent(7)).isEqualTo(500);
    }

    private long spent(long account) {
        return ledger.spent(account, Meter.POSTS_READ, START, END);
    }

    private UsageLedger ledgerOfAnotherNode() {
        return new UsageLedger(jdbi, new UsageMeter(UUID.randomUUID(), clock), Runnable::run);
    }
}
