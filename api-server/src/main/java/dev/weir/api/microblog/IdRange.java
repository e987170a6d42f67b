package dev.weir.api.microblog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A stretch of posts by id and, for the time before ids carried time, by time of writing.
 *
 * @param from smallest id within
 * @param until smallest id behind
 * @param createdFrom first instant within
 * @param createdUntil first instant behind
 */
public record IdRange(long from, long until, Instant createdFrom, Instant createdUntil) {

    /** Every post there can be. */
    public static final IdRange ALL =
            new IdRange(0, Long.MAX_VALUE, Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));

    /** From here on ids carry their time; before, old small ids and the first snowflakes overlap. */
    private static final Instant IDS_CARRY_TIME = Snowflakes.EPOCH.plus(Duration.ofDays(1));

    /** A month and more; each day is asked of the index by itself. */
    private static final int MOST_DAYS = 40;

    /** Whether there can be no post in it. */
    public boolean isEmpty() {
        return from >= until;
    }

    /**
     * The days that it reaches into, counted from {@link Snowflakes#EPOCH}; nothing if they are too many to be asked for one
     * by one.
     */
    Optional<List<Long>> days() {
        long first = from / Snowflakes.DAY;
        long last = Math.max(from, until - 1) / Snowflakes.DAY;
        return last - first < MOST_DAYS
                ? Optional.of(LongStream.rangeClosed(first, last).boxed().toList())
                : Optional.empty();
    }

    /** Narrows to posts with ids greater than this. */
    public IdRange after(long id) {
        return id == Long.MAX_VALUE
                ? new IdRange(id, Math.min(until, id), createdFrom, createdUntil)
                : new IdRange(Math.max(from, id + 1), until, createdFrom, createdUntil);
    }

    /** Narrows to posts with ids less than this. */
    public IdRange before(long id) {
        return new IdRange(from, Math.min(until, id), createdFrom, createdUntil);
    }

    /** Narrows to posts of this instant and later. */
    public IdRange startingAt(Instant time) {
        return time.isBefore(IDS_CARRY_TIME)
                ? new IdRange(from, until, later(createdFrom, time), createdUntil)
                : new IdRange(Math.max(from, Snowflakes.firstAt(time)), until, createdFrom, createdUntil);
    }

    /** Narrows to posts before this instant. */
    public IdRange endingBefore(Instant time) {
        return time.isBefore(IDS_CARRY_TIME)
                ? new IdRange(from, until, createdFrom, earlier(createdUntil, time))
                : before(Snowflakes.firstAt(time));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
