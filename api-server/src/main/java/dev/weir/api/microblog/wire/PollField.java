package dev.weir.api.microblog.wire;

import java.util.Locale;

/** What of a poll can be asked for with {@code poll.fields}, in the order it is written. */
enum PollField {
    ID,
    OPTIONS,
    DURATION_MINUTES,
    END_DATETIME,
    VOTING_STATUS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
