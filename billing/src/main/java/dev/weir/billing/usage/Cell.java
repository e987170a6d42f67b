package dev.weir.billing.usage;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The running total of one app, meter and 15-minute bucket on this node. Only ever grows, until it is closed. */
final class Cell {

    /** What a closed cell holds: so far below zero that no late amount can bring it back. */
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final AtomicLong total = new AtomicLong();
    private volatile long confirmed;

    /**
     * Where an amount belongs.
     *
     * @param bucket number of the quarter of an hour since 1970
     */
    record Key(long accountId, long appId, Meter meter, long bucket) {

        static final long BUCKET_SECONDS = 15 * 60;

        static long bucketOf(Instant instant) {
            return Math.floorDiv(instant.getEpochSecond(), BUCKET_SECONDS);
        }

        Instant bucketStarts() {
            return Instant.ofEpochSecond(bucket * BUCKET_SECONDS);
        }
    }

    /** Adds in one step that waits for nobody; false when the cell is closed, and the amount belongs elsewhere. */
    boolean add(long amount) {
        return total.getAndAdd(amount) >= 0;
    }

    /** Everything added so far; 0 when it is closed. */
    long total() {
        return Math.max(0, total.get());
    }

    /** What the database is known to have. */
    long confirmed() {
        return confirmed;
    }

    /** The database has this much. */
    void confirm(long written) {
        confirmed = Math.max(confirmed, written);
    }

    /** Closes the cell for good, provided the database has all of it. */
    boolean closeIfConfirmed() {
        return total.compareAndSet(confirmed, CLOSED);
    }
}
