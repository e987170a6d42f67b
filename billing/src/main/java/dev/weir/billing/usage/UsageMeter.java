package dev.weir.billing.usage;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is used on this node, in running totals that only grow.
 *
 * <p>A total is written to the ledger by {@link UsageFlush} as it stands, never as a difference: a write that is repeated,
 * or whose confirmation was lost, changes nothing. Totals are kept per app, meter and 15-minute bucket, and per
 * incarnation: one run of one process, named by a random id that never comes again.
 *
 * <p>Thread-safe. What is held grows with the number of apps and buckets in use, not with the number of calls; a bucket
 * is dropped only after it has ended and the ledger has all of it.
 */
public final class UsageMeter {

    /** How long after its end a bucket is kept, for calls that read the clock just before it. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final UUID incarnation;
    private final Clock clock;
    private final ConcurrentMap<Cell.Key, Cell> cells = new ConcurrentHashMap<>();
    /** Buckets before this one are never written again, wherever the clock goes: their totals would start anew. */
    private final AtomicLong openFrom = new AtomicLong(Long.MIN_VALUE);

    /** @param incarnation a new random id for each run of the process */
    public UsageMeter(UUID incarnation, Clock clock) {
        this.incarnation = incarnation;
        this.clock = clock;
    }

    /**
     * Counts an amount now. Never blocks and never throws for a fault elsewhere.
     *
     * @param amount at least 0
     */
    public void record(long accountId, long appId, Meter meter, long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("an amount is at least 0, was " + amount);
        }
        if (amount == 0) {
            return;
        }
        boolean added = false;
        while (!added) {
            long bucket = Math.max(Cell.Key.bucketOf(clock.instant()), openFrom.get());
            var key = new Cell.Key(accountId, appId, meter, bucket);
            var known = cells.get(key);
            var cell = known == null ? cells.computeIfAbsent(key, k -> new Cell()) : known;
            // A bucket is shut before its cells are dropped. If it was shut since the clock was read, this cell may be
            // a
            // new one in the place of a dropped one, and would count from zero: the next round finds a later bucket.
            added = bucket >= openFrom.get() && cell.add(amount);
        }
    }

    /** Which run of which node this is. */
    public UUID incarnation() {
        return incarnation;
    }

    /** Amount that the ledger is not known to have yet, over all accounts: for metrics, and for the log at the end. */
    public long unflushed() {
        return cells.values().stream()
                .mapToLong(cell -> Math.max(0, cell.total() - cell.confirmed()))
                .sum();
    }

    /** Number of totals held in memory, for metrics. */
    public int held() {
        return cells.size();
    }

    /** A total at one moment. */
    record Reading(Cell.Key key, Cell cell, long total) {}

    /** The totals that the ledger is not known to have, in a fixed order. */
    List<Reading> changed() {
        var changed = new ArrayList<Reading>();
        cells.forEach((key, cell) -> {
            long total = cell.total();
            if (total > cell.confirmed()) {
                changed.add(new Reading(key, cell, total));
            }
        });
        changed.sort(Comparator.comparing(
                Reading::key,
                Comparator.comparingLong(Cell.Key::bucket)
                        .thenComparingLong(Cell.Key::accountId)
                        .thenComparingLong(Cell.Key::appId)
                        .thenComparing(Cell.Key::meter)));
        return changed;
    }

    /** All totals held of one account and meter. */
    List<Reading> of(long accountId, Meter meter) {
        var found = new ArrayList<Reading>();
        cells.forEach((key, cell) -> {
            if (key.accountId() == accountId && key.meter() == meter) {
                found.add(new Reading(key, cell, cell.total()));
            }
        });
        return found;
    }

    /** Drops the buckets that have ended and that the ledger has in full. */
    void dropFinished() {
        long open = Cell.Key.bucketOf(clock.instant().minus(GRACE));
        openFrom.accumulateAndGet(open, Math::max);
        cells.forEach((key, cell) -> {
            if (key.bucket() < open && cell.closeIfConfirmed()) {
                cells.remove(key, cell);
            }
        });
    }
}
