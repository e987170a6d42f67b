package dev.weir.api.exports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an export is to hold. Fixed once and for all when it is ordered.
 *
 * @param accountId who pays
 * @param appId the app that ordered it
 * @param plan the account's plan when it was ordered
 * @param query as it was written
 * @param condition as {@link ConditionText} writes it, with the names of users resolved
 * @param fields of the posts
 * @param start the first moment within; empty for the beginning
 * @param end the first moment behind
 */
record ExportOrder(
        long accountId,
        long appId,
        String plan,
        String query,
        String condition,
        List<String> fields,
        Optional<Instant> start,
        Instant end) {

    ExportOrder {
        fields = List.copyOf(fields);
    }
}
