package dev.weir.api.microblog;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids that sort by time: milliseconds since {@link #EPOCH_MILLIS}, 10 bits of node, 12 bits of sequence.
 *
 * <p>Every id is greater than the one before, also when the clock is set back or more than 4,096 are asked for within a
 * millisecond: the generator then runs ahead of the clock until that has caught up. Two generators never give the same
 * id as long as their node numbers differ. Thread-safe and without locks.
 *
 * <p>The layout and the epoch are those that existing clients compute with (Twitter, "Announcing Snowflake", 2010).
 */
public final class Snowflakes {

    /** 2010-11-04T01:42:54.657Z. */
    public static final long EPOCH_MILLIS = 1_288_834_974_657L;

    /** The first instant a snowflake can carry. Posts older than this have small ids that say nothing of their time. */
    public static final Instant EPOCH = Instant.ofEpochMilli(EPOCH_MILLIS);

    /** Node numbers are 0 to this. */
    public static final int LARGEST_NODE = 1023;

    private static final int TIME_SHIFT = 22;

    /** By how much two ids differ that were made a day apart. */
    static final long DAY = Duration.ofDays(1).toMillis() << TIME_SHIFT;

    private static final int SEQUENCE_BITS = 12;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
    private static final long LOW_MASK = (1L << TIME_SHIFT) - 1;
    private static final long LARGEST_TIME = Long.MAX_VALUE >> TIME_SHIFT;

    private final Clock clock;
    private final long nodeBits;
    /** Milliseconds since the epoch and sequence of the last id, as one number that only grows. */
    private final AtomicLong lastTick;

    /**
     * A generator whose ids are greater than {@code after}.
     *
     * @param node 0 to {@value #LARGEST_NODE}, different for every generator that runs at the same time
     * @param after the newest id this node may have given before, 0 if it never did; guards against a clock that was
     *     set back while the process was down
     */
    public Snowflakes(Clock clock, int node, long after) {
        if (node < 0 || node > LARGEST_NODE) {
            throw new IllegalArgumentException("node must be 0 to " + LARGEST_NODE + ", was " + node);
        }
        this.clock = clock;
        this.nodeBits = (long) node << SEQUENCE_BITS;
        this.lastTick = new AtomicLong(((after >> TIME_SHIFT) << SEQUENCE_BITS) | SEQUENCE_MASK);
    }

    /** The next id. */
    public long next() {
        long now = Math.max(0, clock.millis() - EPOCH_MILLIS) << SEQUENCE_BITS;
        long tick = lastTick.updateAndGet(last -> Math.max(last + 1, now));
        return ((tick >> SEQUENCE_BITS) << TIME_SHIFT) | nodeBits | (tick & SEQUENCE_MASK);
    }

    /** When an id was made, to the millisecond. Meaningless for ids older than snowflakes. */
    public static Instant timeOf(long id) {
        return Instant.ofEpochMilli((id >> TIME_SHIFT) + EPOCH_MILLIS);
    }

    /**
     * The smallest id that an instant can have: an id was made at or after {@code time} exactly if it is at least this.
     * 0 for times before {@link #EPOCH}; the largest id for times beyond the reach of ids.
     */
    public static long firstAt(Instant time) {
        long floor = at(time, 0);
        if (floor == Long.MAX_VALUE || time.isBefore(EPOCH) || timeOf(floor).equals(time)) {
            return floor;
        }
        // Within a millisecond: an id of the millisecond that has begun lies before the time.
        return floor + (1L << TIME_SHIFT);
    }

    /**
     * An id made from a time and low bits of one's own, for posts that come with a time but no id. Time below the
     * millisecond is dropped.
     *
     * @param low 22 bits that keep posts of the same millisecond apart, for example a hash of the post's address
     */
    public static long at(Instant time, long low) {
        if (time.isBefore(EPOCH)) {
            return low & LOW_MASK;
        }
        // Compared as instants: the far end of Instant does not fit into a long of milliseconds.
        if (!time.isBefore(Instant.ofEpochMilli(EPOCH_MILLIS + LARGEST_TIME))) {
            return Long.MAX_VALUE;
        }
        return ((time.toEpochMilli() - EPOCH_MILLIS) << TIME_SHIFT) | (low & LOW_MASK);
    }
}
