package dev.weir.limits.buckets;

import dev.weir.limits.Refill;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link Operation.Exchange} with an entry that could be read: first the nodes' totals, then what is wanted, then what
 * is wished for. Not thread-safe.
 */
final class ExchangeVisit {

    private final Operation.Exchange exchange;
    private final HomeEntry home;
    private final long nowMillis;
    private final List<ClaimedBucket> claimed = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private boolean done;

    ExchangeVisit(Operation.Exchange exchange, HomeEntry home, long nowMillis) {
        this.exchange = exchange;
        this.home = home;
        this.nowMillis = nowMillis;
    }

    Reply.Outcome make() {
        for (Claim claim : exchange.claims()) {
            claimed.add(new ClaimedBucket(claim, home, exchange.number(), nowMillis));
        }
        if (!exchange.dry() && isStale()) {
            return Reply.Outcome.STALE;
        }
        done = true;
        claimed.forEach(ClaimedBucket::takeWord);
        for (Want want : exchange.wants()) {
            verdicts.add(decide(want));
        }
        for (ClaimedBucket one : claimed) {
            one.lend(exchange.nodes());
        }
        claimed.forEach(ClaimedBucket::note);
        return Reply.Outcome.DONE;
    }

    // Loops, not streams: every call that the store gets runs through here, on the one thread of its partition.
    private boolean isStale() {
        for (ClaimedBucket one : claimed) {
            if (one.isStale()) {
                return true;
            }
        }
        return false;
    }

    private Verdict decide(Want want) {
        for (Want.Part part : want.parts()) {
            if (claimed.get(part.claim()).isUnknownQuota()) {
                return Verdict.UNKNOWN_QUOTA;
            }
        }
        long waitMillis = 0;
        List<Integer> refusing = new ArrayList<>(0);
        for (Want.Part part : want.parts()) {
            ClaimedBucket bucket = claimed.get(part.claim());
            if (bucket.isOver()) {
                return Verdict.AGAIN;
            }
            if (!bucket.affords(part.cost())) {
                refusing.add(part.claim());
                waitMillis = Math.max(waitMillis, bucket.waitMillis(part.cost()));
            }
        }
        if (!refusing.isEmpty()) {
            return new Verdict(Verdict.Outcome.DENIED, waitMillis, refusing);
        }
        for (Want.Part part : want.parts()) {
            claimed.get(part.claim()).take(part.cost());
        }
        return Verdict.ALLOWED;
    }

    List<Grant> grants() {
        if (!done) {
            return List.of();
        }
        List<Grant> grants = new ArrayList<>(claimed.size());
        for (ClaimedBucket one : claimed) {
            grants.add(one.grant());
        }
        return grants;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    boolean changed() {
        if (done) {
            for (ClaimedBucket one : claimed) {
                if (one.changed()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A lease of a smooth limit lives for this part of a period, and all of them together hold this part of it. */
    static final int TENTH = 10;

    /** How long a lease may be spent, for limits that are not windows. */
    static long leaseMillis(Refill refill, long periodMillis) {
        return refill == Refill.SMOOTH ? Math.max(1, periodMillis / TENTH) : periodMillis;
    }
}
