package dev.weir.api.search;

import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How far back an endpoint of search goes, and what it takes for granted where a caller names no times. */
enum Reach {
    /** The last seven days. */
    RECENT,
    /** Everything; the last 30 days unless a caller asks for more. */
    ALL;

    /** How far back recent search goes (wire contract, section 3). */
    static final Duration RECENTLY = Duration.ofDays(7);

    /** The first post there ever was is of this day. */
    static final Instant BEGINNING = Instant.parse("2006-03-21T00:00:00Z");

    private static final Duration STANDARD = Duration.ofDays(30);
    private static final Duration NEWEST_BY_DEFAULT = Duration.ofSeconds(30);
    private static final Duration NEWEST_AT_ALL = Duration.ofSeconds(10);
    /** A caller who computes "seven days ago" is a little late when the request arrives. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /**
     * A stretch of posts, with its ends as times.
     *
     * @param start inclusive
     * @param end exclusive
     */
    record Stretch(IdRange range, Instant start, Instant end) {}

    /** Reads the four parameters of time; what is wrong with them is noted. */
    Stretch of(Parameters parameters, Instant now) {
        Instant oldest = this == RECENT ? now.minus(RECENTLY) : BEGINNING;
        TimeSpan span = TimeSpan.of(parameters);
        span.start()
                .filter(start -> start.isBefore(oldest.minus(TOLERANCE)))
                .ifPresent(start -> parameters.refuse("start_time", start.toString(), tooEarly(oldest)));
        span.end()
                .filter(end -> end.isAfter(now.minus(NEWEST_AT_ALL)))
                .ifPresent(end ->
                        parameters.refuse("end_time", end.toString(), "`end_time` must be at least ten seconds ago"));
        Instant end = end(span, now);
        Instant start = later(oldest, start(span, oldest, end));
        return new Stretch(span.range().startingAt(start).endingBefore(end), start, end.isBefore(start) ? start : end);
    }

    private String tooEarly(Instant exactly) {
        Instant oldest = exactly.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return this == RECENT
                ? "`start_time` must be within the last seven days, on or after [" + oldest + "]"
                : "`start_time` must be on or after [" + oldest + "], the day of the first post";
    }

    private static Instant end(TimeSpan span, Instant now) {
        Instant asked = span.end().orElse(now.minus(NEWEST_BY_DEFAULT));
        if (span.untilId().isEmpty()) {
            return asked;
        }
        // To the end of the millisecond: the id decides within it.
        Instant before = timeOf(span.untilId().getAsLong()).plusMillis(1);
        return before.isBefore(asked) ? before : asked;
    }

    private Instant start(TimeSpan span, Instant oldest, Instant end) {
        if (span.sinceId().isPresent()) {
            return timeOf(span.sinceId().getAsLong());
        }
        return span.start().orElse(this == RECENT ? oldest : end.minus(STANDARD));
    }

    /** Ids from before snowflakes say only that they are old. */
    private static Instant timeOf(long id) {
        Instant time = Snowflakes.timeOf(id);
        return time.isBefore(Snowflakes.EPOCH.plus(Duration.ofDays(1))) ? BEGINNING : time;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
