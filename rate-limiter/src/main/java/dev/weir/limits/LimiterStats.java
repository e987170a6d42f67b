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
 * @param vanishedBuckets buckets that the store had lost before their time was over
 * @param ghostGrants grants that came after their caller had given up; they are taken over or handed back
 * @param leasedTokens gauge: tokens leased to this node and not spent
 * @param borrowedTokens gauge: tokens admitted from shares that the store has not been told of
 * @param overAdmissionBound gauge: the most that this node's open shares can admit beyond the limits, in tokens; 0 while
 *     the store answers
 * @param owingHomes gauge: homes with something to tell the store
 * @param unseededQuotas gauge: quotas that were started without the ledger's figure and still wait for it
 * @param homesRemembered gauge: homes whose leases and levels this node holds
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
        long vanishedBuckets,
        long ghostGrants,
        long leasedTokens,
        long borrowedTokens,
        long overAdmissionBound,
        int owingHomes,
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
