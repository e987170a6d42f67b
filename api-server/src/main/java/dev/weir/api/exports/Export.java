package dev.weir.api.exports;

import dev.weir.api.microblog.IdRange;
import java.time.Instant;
import java.util.Optional;

/**
 * An export and how far it has come.
 *
 * @param id 16 letters and digits
 * @param status one of {@code created}, {@code in_progress}, {@code complete}, {@code failed}
 * @param waitingFor why it does not go on for now
 * @param lastId up to this id everything was looked through, and what matched was written; -1 before the first
 * @param posts written so far
 * @param bytes written so far
 * @param part the number of the part in progress, from 1
 * @param partPosts posts in it so far
 * @param partBytes bytes in it so far
 */
record Export(
        String id,
        ExportOrder order,
        String status,
        Optional<String> waitingFor,
        Instant createdAt,
        Optional<Instant> completedAt,
        Instant expiresAt,
        long lastId,
        long posts,
        long bytes,
        int part,
        long partPosts,
        long partBytes) {

    static final String COMPLETE = "complete";

    /** The posts that are still to be looked through. */
    IdRange rest() {
        IdRange range = IdRange.ALL;
        if (order.start().isPresent()) {
            range = range.startingAt(order.start().get());
        }
        range = range.endingBefore(order.end());
        return lastId < 0 ? range : range.after(lastId);
    }

    boolean isComplete() {
        return status.equals(COMPLETE);
    }
}
