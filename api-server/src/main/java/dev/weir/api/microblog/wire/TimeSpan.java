package dev.weir.api.microblog.wire;

import dev.weir.api.microblog.IdRange;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The stretch of time a caller asks for: {@code since_id}, {@code until_id} (both exclusive), {@code start_time}
 * (inclusive) and {@code end_time} (exclusive). A {@code since_id} wins over a {@code start_time}.
 */
public record TimeSpan(OptionalLong sinceId, OptionalLong untilId, Optional<Instant> start, Optional<Instant> end) {

    /** Reads the four parameters. */
    public static TimeSpan of(Parameters parameters) {
        var span = new TimeSpan(
                parameters.optionalId("since_id"),
                parameters.optionalId("until_id"),
                parameters.time("start_time"),
                parameters.time("end_time"));
        if (span.start.isPresent() && span.end.isPresent() && !span.start.get().isBefore(span.end.get())) {
            parameters.refuse(
                    "end_time",
                    span.end.get().toString(),
                    "`end_time` [" + span.end.get() + "] must be after `start_time` [" + span.start.get() + "]");
        }
        return span;
    }

    /** The posts of this stretch. */
    public IdRange range() {
        IdRange range = IdRange.ALL;
        if (sinceId.isPresent()) {
            range = range.after(sinceId.getAsLong());
        } else if (start.isPresent()) {
            range = range.startingAt(start.get());
        }
        if (untilId.isPresent()) {
            range = range.before(untilId.getAsLong());
        }
        return end.isPresent() ? range.endingBefore(end.get()) : range;
    }
}
