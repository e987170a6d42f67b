package dev.weir.api.exports;

import dev.weir.api.microblog.wire.Times;
import java.time.Instant;

/** A post that was exported and is no more. */
record Deletion(long id, Instant deletedAt, String reason) {

    /** As the API tells it: a line of JSON with its end. */
    String line() {
        return "{\"id\":\"" + id + "\",\"action\":\"delete\",\"redacted_at\":\"" + Times.format(deletedAt)
                + "\",\"reason\":\"" + reason + "\"}\n";
    }
}
