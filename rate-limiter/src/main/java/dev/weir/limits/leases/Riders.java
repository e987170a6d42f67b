package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Source;
import dev.weir.limits.buckets.BucketKey;
import dev.weir.limits.buckets.Grant;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Seed;
import dev.weir.limits.buckets.Verdict;
import dev.weir.limits.buckets.Want;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of a home that wait for the store, in the order in which they came. Guarded by their {@link Home}. */
final class Riders {

    /** Takes tokens out of leases for a request. */
    @FunctionalInterface
    interface Spending {
        /** The decision that allows it. Every lease must hold enough. */
        Decision spend(LimitRequest request, Lease[] held, Source source, long nowNanos);
    }

    private final Leases leases;
    private final Map<BucketKey, Seed> seeds;
    private final Spending spending;
    private final Deque<Pending> waiting = new ArrayDeque<>(2);

    /** @param seeds what the ledger has said of quotas, for the next exchange */
    Riders(Leases leases, Map<BucketKey, Seed> seeds, Spending spending) {
        this.leases = leases;
        this.seeds = seeds;
        this.spending = spending;
    }

    void add(Pending pending) {
        waiting.add(pending);
    }

    void remove(Pending pending) {
        waiting.remove(pending);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int count() {
        return waiting.size();
    }

    /** Puts as many as have room into an exchange. */
    void board(ExchangeDraft draft, long nowNanos) {
        for (Pending pending : waiting) {
            if (draft.contradicts(pending.request())
                    || !draft.take(pending, leases.obtain(pending.request(), nowNanos))) {
                break;
            }
        }
    }

    /** Keeps the riders of an exchange waiting no longer. */
    void endWithoutAnswer(Sent exchange) {
        for (Pending rider : exchange.riders()) {
            if (waiting.remove(rider)) {
                rider.end(new Pending.Answer.NoAnswer());
            }
        }
    }

    /**
     * Takes in the verdicts on the riders of an exchange.
     *
     * @return how many of them were allowed something that they no longer wait for
     */
    int answer(Sent exchange, Reply reply, long nowNanos) {
        int ghosts = 0;
        for (int i = 0; i < exchange.riders().size(); i++) {
            Pending rider = exchange.riders().get(i);
            Verdict verdict = reply.verdicts().get(i);
            if (!waiting.contains(rider)) {
                ghosts += verdict.outcome() == Verdict.Outcome.ALLOWED ? 1 : 0;
                continue;
            }
            if (verdict.outcome() == Verdict.Outcome.UNKNOWN_QUOTA) {
                askForLedger(rider, exchange.exchange().wants().get(i), exchange, reply);
                continue;
            }
            Decision decision = decide(rider, verdict, exchange, nowNanos);
            if (decision != null) {
                waiting.remove(rider);
                rider.end(new Pending.Answer.Decided(decision));
            }
        }
        return ghosts;
    }

    // Null if another request has taken meanwhile what this one was granted, or a session was over, or the plan has
    // changed: it rides again.
    private @Nullable Decision decide(Pending rider, Verdict verdict, Sent exchange, long nowNanos) {
        LimitRequest request = rider.request();
        Lease[] held = new Lease[request.demands().size()];
        boolean enough = true;
        for (int i = 0; i < held.length; i++) {
            Demand demand = request.demands().get(i);
            Lease lease = leases.findHeard(demand, nowNanos);
            if (lease == null) {
                return null;
            }
            held[i] = lease;
            enough &= demand.cost() == 0 || demand.cost() <= lease.unspent(nowNanos);
        }
        if (enough) {
            return spending.spend(request, held, Source.STORE, nowNanos);
        }
        if (verdict.outcome() != Verdict.Outcome.DENIED) {
            return null;
        }
        List<Lease> refusing =
                verdict.refusing().stream().map(exchange.leases()::get).toList();
        if (Arrays.stream(held).noneMatch(refusing::contains)) {
            return null;
        }
        List<Level> levels = new ArrayList<>(held.length);
        for (int i = 0; i < held.length; i++) {
            Lease lease = held[i];
            Demand demand = request.demands().get(i);
            boolean refuses = refusing.contains(lease);
            if (refuses) {
                lease.refused(demand.cost(), verdict.retryAfterMillis(), nowNanos);
            }
            levels.add(lease.level(demand, refuses, nowNanos));
        }
        return new Decision.Denied(request, levels, Source.STORE, Duration.ofMillis(verdict.retryAfterMillis()));
    }

    // Who has been told meanwhile what the ledger says rides again with it.
    private void askForLedger(Pending rider, Want want, Sent exchange, Reply reply) {
        boolean untold = want.parts().stream()
                .filter(part -> reply.grants().get(part.claim()).state() != Grant.State.LIVE)
                .map(part -> exchange.leases().get(part.claim()).ask())
                .anyMatch(ask -> ask.isQuota() && !seeds.containsKey(ask.key()));
        if (untold) {
            waiting.remove(rider);
            rider.end(new Pending.Answer.UnknownQuota());
        }
    }
}
