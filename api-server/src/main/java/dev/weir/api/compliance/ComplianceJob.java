package dev.weir.api.compliance;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A list of ids to be looked through.
 *
 * @param status as stored: {@code created}, {@code in_progress}, {@code complete}, {@code failed}
 * @param uploadExpiresAt until when the list can be sent
 * @param downloadExpiresAt until when the job and its result are kept
 * @param done how many chunks of the list have been looked through
 */
record ComplianceJob(
        long id,
        long accountId,
        Type type,
        Optional<String> name,
        boolean resumable,
        String status,
        Instant createdAt,
        Instant uploadExpiresAt,
        Instant downloadExpiresAt,
        int done) {

    /** What the ids are of. */
    enum Type {
        TWEETS,
        USERS;

        /** As the API writes it. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Type> of(String wireName) {
            return wireName.equals("tweets")
                    ? Optional.of(TWEETS)
                    : wireName.equals("users") ? Optional.of(USERS) : Optional.empty();
        }
    }

    /** The status as of a moment: a list that never came, or a result that nobody fetched, expires. */
    String statusAt(Instant now) {
        boolean expired =
                (status.equals("created") && !now.isBefore(uploadExpiresAt)) || !now.isBefore(downloadExpiresAt);
        return expired ? "expired" : status;
    }
}
