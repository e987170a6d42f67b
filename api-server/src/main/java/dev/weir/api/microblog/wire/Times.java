package dev.weir.api.microblog.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the data API writes them: UTC, always with milliseconds, {@code 2021-01-06T18:40:40.000Z}. */
public final class Times {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** A time, to the millisecond; what is finer is cut. */
    public static String format(Instant time) {
        return MILLIS.format(time);
    }
}
