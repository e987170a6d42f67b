package dev.weir.api.imports;

import dev.weir.api.microblog.Snowflakes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Optional;

/**
 * When a post was written.
 *
 * <p>Archives tell the time to the second or to the minute, while a snowflake carries it to the millisecond. Where the
 * two agree as far as the given time goes, the id's is taken; where they differ, the given one.
 */
final class PostTime {

    /** Ids below this were counted up, before 2010-11-04, and carry no time (oduwsdl/tweetedat). */
    static final long FIRST_SNOWFLAKE = 29_700_859_247L;

    private PostTime() {}

    static Instant of(long id, Optional<Instant> given, Instant latest) throws BadEntryException {
        if (id < FIRST_SNOWFLAKE) {
            if (given.isEmpty()) {
                throw new BadEntryException("post.created_at is missing, and an id this small does not carry the time");
            }
            return given.get();
        }
        var carried = Snowflakes.timeOf(id);
        // Lists are in the order of ids: such a post would stand above all others until its time has come.
        if (carried.isAfter(latest)) {
            throw new BadEntryException(
                    "post.id carries a time in the future, %s; ids must be snowflakes of the epoch %d"
                            .formatted(carried, Snowflakes.EPOCH_MILLIS));
        }
        return given.filter(time -> !carried.truncatedTo(precision(time)).equals(time))
                .orElse(carried);
    }

    private static TemporalUnit precision(Instant time) {
        if (!time.truncatedTo(ChronoUnit.SECONDS).equals(time)) {
            return ChronoUnit.MILLIS;
        }
        return time.truncatedTo(ChronoUnit.MINUTES).equals(time) ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
    }
}
