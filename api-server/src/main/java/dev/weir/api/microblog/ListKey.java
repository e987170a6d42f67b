package dev.weir.api.microblog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * A place in a list; every list begins with its greatest key. Two entries of a list never share one.
 *
 * @param major what the list goes by first: microseconds since 1970 where it goes by time, else a number of its own
 * @param id what decides among equals
 */
public record ListKey(long major, long id) {

    /** Before the first entry of any list. */
    public static final ListKey START = new ListKey(micros(IdRange.ALL.createdUntil()), Long.MAX_VALUE);

    /** The key of an entry of a list that goes by id alone. */
    static ListKey of(long id) {
        return new ListKey(0, id);
    }

    Instant time() {
        return Instant.EPOCH.plus(major, ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }
}
