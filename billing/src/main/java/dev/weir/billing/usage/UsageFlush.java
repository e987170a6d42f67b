package dev.weir.billing.usage;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the totals of a {@link UsageMeter} to the ledger each second.
 *
 * <p>The ledger keeps the greatest total it was told for a cell, so repeating, reordering and losing the reply of a commit
 * all lead to the same result. While PostgreSQL is away the totals stay in memory; what was counted since the last write
 * is lost if the process is killed meanwhile.
 */
public final class UsageFlush implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageFlush.class);
    private static final long FLUSH_MILLIS = 1000;
    private static final int CELLS_PER_STATEMENT = 2000;

    private final UsageMeter meter;
    private final Jdbi jdbi;
    private final ScheduledExecutorService scheduler;
    private @Nullable Future<?> flushing;
    private volatile Optional<String> problem = Optional.empty();

    public UsageFlush(UsageMeter meter, Jdbi jdbi, ScheduledExecutorService scheduler) {
        this.meter = meter;
        this.jdbi = jdbi;
        this.scheduler = scheduler;
    }

    /** Begins to write. */
    public synchronized void start() {
        flushing = scheduler.scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Writes once what has changed; what fails is written again the next time. */
    synchronized void flush() {
        try {
            var changed = meter.changed();
            for (int from = 0; from < changed.size(); from += CELLS_PER_STATEMENT) {
                var batch = changed.subList(from, Math.min(changed.size(), from + CELLS_PER_STATEMENT));
                write(batch);
                batch.forEach(reading -> reading.cell().confirm(reading.total()));
            }
            meter.dropFinished();
            report(Optional.empty());
        } catch (RuntimeException e) {
            report(Optional.of("usage is not being written to the ledger: " + e.getMessage()));
        }
    }

    /** Why usage is not being written, for health checks; empty while it is. */
    public Optional<String> problem() {
        return problem;
    }

    /** Stops, and writes what is left. */
    @Override
    public synchronized void close() {
        if (flushing != null) {
            flushing.cancel(false);
        }
        flush();
        long lost = meter.unflushed();
        if (lost > 0) {
            LOG.error("{} units of usage could not be written to the ledger before the end of this process", lost);
        }
    }

    private void write(List<UsageMeter.Reading> batch) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into billing.usage as known (account_id, app_id, meter, bucket, incarnation, total)
                        select account_id, app_id, meter, bucket, :incarnation, total
                        from unnest(:accounts, :apps, :meters, :buckets, :totals)
                            as told (account_id, app_id, meter, bucket, total)
                        on conflict (account_id, meter, bucket, app_id, incarnation)
                        do update set total = greatest(known.total, excluded.total)
                        where known.total < excluded.total
                        """)
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(String.class, "text")
                .registerArrayType(OffsetDateTime.class, "timestamptz")
                .bind("incarnation", meter.incarnation())
                .bindArray(
                        "accounts",
                        Long.class,
                        batch.stream().map(it -> it.key().accountId()).toList())
                .bindArray(
                        "apps",
                        Long.class,
                        batch.stream().map(it -> it.key().appId()).toList())
                .bindArray(
                        "meters",
                        String.class,
                        batch.stream().map(it -> it.key().meter().column()).toList())
                .bindArray(
                        "buckets",
                        OffsetDateTime.class,
                        batch.stream()
                                .map(it -> it.key().bucketStarts().atOffset(ZoneOffset.UTC))
                                .toList())
                .bindArray(
                        "totals",
                        Long.class,
                        batch.stream().map(UsageMeter.Reading::total).toList())
                .execute());
    }

    private void report(Optional<String> now) {
        if (now.isPresent() && problem.isEmpty()) {
            LOG.warn("{}; it is kept in memory until it can be", now.get());
        } else if (now.isEmpty() && problem.isPresent()) {
            LOG.info("Usage is being written to the ledger again");
        }
        problem = now;
    }
}
