package dev.weir.limits;

import java.util.List;

/**
 * What a limiter has done since it started, and what it has on its hands now. Counts only grow; the others are gauges.
 *
 * @param decisions how often each source gave each outcome; pairs that never occurred are present with 0
 * @param storeAnswered store calls answered in time
 * @param storeTimedOut store calls not answered by the deadline
 * @param storeFailed store calls that failed
 * @param storeNotAsked decisions for which the store was not asked: breaker open, or too many calls in flight
 * @param callsInFlight gauge: store calls under way, late ones included
 * @param breaker gauge: {@code closed}, {@code open} or {@code ramping}
 * @param breakerOpened how often the breaker has opened
 * @param quarantinedEntries entries that could not be read and were started anew
 * @param evictedBuckets buckets dropped because a home had too many
 * @param ghostCharges charges made after their caller had given up, and taken back
 * @param owingHomes gauge: homes with corrections that the store has not yet got
 * @param correctionsDropped corrections given up: the store failed in the middle, or there were too many
 * @param unseededQuotas gauge: quotas that were started without the ledger's figure and still wait for it
 * @param homesRemembered gauge: homes whose last known levels this node holds
 * @param agreedNodes gauge: the number of nodes that shares are divided by
 */
public record LimiterStats(
        List<DecisionCount> decisions,
        long storeAnswered,
        long storeTimedOut,
        long storeFailed,
        long storeNotAsked,
        int callsInFlight,
        String breaker,
        long breakerOpened,
        long quarantinedEntries,
        long evictedBuckets,
        long ghostCharges,
        int owingHomes,
        long correctionsDropped,
        int unseededQuotas,
        long homesRemembered,
        int agreedNodes) {

    public LimiterStats {
        decisions = List.copyOf(decisions);
    }

    /** What a decision can be. */
    public enum Outcome {
        /** {@link Decision.Allowed}. */
        ALLOWED,
        /** {@link Decision.Denied}. */
        DENIED,
        /** {@link Decision.Reduced}. */
        REDUCED
    }

    /** How often a source gave an outcome. */
    public record DecisionCount(Source source, Outcome outcome, long count) {}

    /** How often a source gave an outcome. */
    public long decisions(Source source, Outcome outcome) {
        return decisions.stream()
                .filter(one -> one.source() == source && one.outcome() == outcome)
                .mapToLong(DecisionCount::count)
                .sum();
    }
}
