package dev.weir.limits;

import java.util.List;

/**
 * All limits of one request; they pass together or not at all.
 *
 * @param home what the state of these limits is kept under, for example {@code account-4}: limits with the same home
 *     live in the same entry of the store, so that one operation decides them all
 * @param demands 1 to 32; no two with the same limit name and holder
 */
public record LimitRequest(String home, List<Demand> demands) {

    private static final int MOST_DEMANDS = 32;
    private static final int LONGEST_HOME = 128;

    public LimitRequest {
        demands = List.copyOf(demands);
        if (demands.isEmpty()) {
            throw new IllegalArgumentException("a request must name at least one limit");
        }
        if (demands.size() > MOST_DEMANDS) {
            throw new IllegalArgumentException(
                    "a request may name at most " + MOST_DEMANDS + " limits, named " + demands.size());
        }
        if (home.isEmpty() || home.length() > LONGEST_HOME) {
            throw new IllegalArgumentException(
                    "a home has 1 to " + LONGEST_HOME + " characters, this one has " + home.length());
        }
        refuseTwins(demands);
    }

    private static void refuseTwins(List<Demand> demands) {
        for (int i = 1; i < demands.size(); i++) {
            for (int j = 0; j < i; j++) {
                Demand one = demands.get(i);
                Demand other = demands.get(j);
                if (one.limit().name().equals(other.limit().name())
                        && one.holder().equals(other.holder())) {
                    throw new IllegalArgumentException("limit " + one.limit().name() + " of " + one.holder()
                            + " is named twice; add the costs up instead");
                }
            }
        }
    }
}
