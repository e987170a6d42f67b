package dev.weir.limits;

import java.util.List;

/**
 * All limits of one request; they pass together or not at all.
 *
 * @param home what the state of these limits is kept under, for example {@code account-4}: limits with the same home
 *     live in the same entry of the store, so that one operation decides them all
 * @param demands at least one; no two with the same limit name and holder
 */
public record LimitRequest(String home, List<Demand> demands) {

    public LimitRequest {
        demands = List.copyOf(demands);
        if (demands.isEmpty()) {
            throw new IllegalArgumentException("a request must name at least one limit");
        }
    }
}
