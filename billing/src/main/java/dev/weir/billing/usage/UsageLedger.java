package dev.weir.billing.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells what was used, from the ledger in PostgreSQL and what this node has counted but not yet written. What other nodes
 * have not yet written, about a second's worth, is not in it.
 *
 * <p>Thread-safe. An outage comes out as Jdbi's exceptions. Instants are rounded down to the 15-minute bucket they are in;
 * the end is exclusive.
 */
public final class UsageLedger {

    private final Jdbi jdbi;
    private final UsageMeter meter;
    private final Executor executor;

    /**
     * @param meter the counter of this node
     * @param executor where {@link #spentLater} waits for the database; few threads and a bounded queue are right
     */
    public UsageLedger(Jdbi jdbi, UsageMeter meter, Executor executor) {
        this.jdbi = jdbi;
        this.meter = meter;
        this.executor = executor;
    }

    /** What an account used from one instant to the other, over all its apps. */
    public long spent(long accountId, Meter of, Instant from, Instant to) {
        return daily(accountId, of, from, to).stream()
                .mapToLong(DailyUsage::amount)
                .sum();
    }

    /** As {@link #spent}, without blocking the caller; completes exceptionally when nobody can tell. */
    public CompletionStage<Long> spentLater(long accountId, Meter of, Instant from, Instant to) {
        try {
            return CompletableFuture.supplyAsync(() -> spent(accountId, of, from, to), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** What each app of an account used on each day (UTC), oldest day first; days without usage are left out. */
    public List<DailyUsage> daily(long accountId, Meter of, Instant from, Instant to) {
        // First the memory, then the database: whatever was dropped from memory before is in the database by now.
        var own = new HashMap<Spot, Long>();
        long first = Cell.Key.bucketOf(from);
        long end = Cell.Key.bucketOf(to);
        meter.of(accountId, of).stream()
                .filter(reading ->
                        reading.key().bucket() >= first && reading.key().bucket() < end)
                .forEach(reading -> own.put(
                        new Spot(reading.key().bucketStarts(), reading.key().appId()), reading.total()));
        var days = new HashMap<Day, Long>();
        read(accountId, of, first, end, own, days);
        own.forEach((spot, total) -> days.merge(new Day(dayOf(spot.at()), spot.appId()), total, Long::sum));
        return days.entrySet().stream()
                .filter(day -> day.getValue() > 0)
                .map(day -> new DailyUsage(day.getKey().day(), day.getKey().appId(), day.getValue()))
                .sorted(Comparator.comparing(DailyUsage::day).thenComparingLong(DailyUsage::appId))
                .toList();
    }

    /** Adds up other nodes by day; of this node's own cells takes the greater total, as the ledger would. */
    private void read(long account, Meter of, long first, long end, Map<Spot, Long> own, Map<Day, Long> days) {
        jdbi.useHandle(handle -> handle.createQuery("""
                        select incarnation = :own as own, app_id,
                            case when incarnation = :own then bucket else date_trunc('day', bucket, 'UTC') end as at,
                            sum(total)::bigint as total
                        from billing.usage
                        where account_id = :account and meter = :meter and bucket >= :from and bucket < :to
                        group by 1, 2, 3
                        """)
                .bind("own", meter.incarnation())
                .bind("account", account)
                .bind("meter", of.column())
                .bind(
                        "from",
                        Instant.ofEpochSecond(first * Cell.Key.BUCKET_SECONDS).atOffset(ZoneOffset.UTC))
                .bind("to", Instant.ofEpochSecond(end * Cell.Key.BUCKET_SECONDS).atOffset(ZoneOffset.UTC))
                .map((rs, context) -> {
                    var spot = new Spot(rs.getTimestamp("at").toInstant(), rs.getLong("app_id"));
                    long total = rs.getLong("total");
                    if (rs.getBoolean("own")) {
                        own.merge(spot, total, Long::max);
                    } else {
                        days.merge(new Day(dayOf(spot.at()), spot.appId()), total, Long::sum);
                    }
                    return total;
                })
                .forEach(total -> {}));
    }

    private static LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private record Spot(Instant at, long appId) {}

    private record Day(LocalDate day, long appId) {}
}
