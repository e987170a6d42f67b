package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Receipt;
import dev.weir.limits.Source;
import dev.weir.limits.buckets.Grant;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the owner's answer to an exchange that changed nothing. */
final class DryRun {

    private DryRun() {}

    /** What the owner said; empty if a session was over, or the reply fits no question. */
    static Optional<Decision> decision(Sent exchange, Reply reply) {
        LimitRequest request = exchange.riders().get(0).request();
        if (reply.verdicts().size() != 1
                || reply.grants().size() != exchange.leases().size()) {
            return Optional.empty();
        }
        Verdict verdict = reply.verdicts().get(0);
        if (verdict.outcome() == Verdict.Outcome.AGAIN) {
            return Optional.empty();
        }
        boolean allowed = verdict.outcome() == Verdict.Outcome.ALLOWED;
        List<Level> levels = new ArrayList<>(exchange.leases().size());
        for (int i = 0; i < exchange.leases().size(); i++) {
            Grant grant = reply.grants().get(i);
            Demand demand = request.demands().get(i);
            long unspent = Math.max(
                    0,
                    grant.ceiling() - exchange.exchange().claims().get(i).held().spent());
            long afterwards = unspent - (allowed ? demand.cost() : 0);
            long remaining = Math.max(
                    0, Math.min(grant.free() + afterwards, demand.limit().capacity()));
            levels.add(new Level(
                    demand,
                    remaining,
                    Instant.ofEpochMilli(reply.nowMillis() + grant.resetsInMillis()),
                    Duration.ofMillis(grant.resetsInMillis()),
                    verdict.refusing().contains(i),
                    new Level.Evidence(grant.free(), afterwards, 0, 0)));
        }
        return Optional.of(
                allowed
                        ? new Decision.Allowed(request, levels, Source.STORE, Receipt.NONE)
                        : new Decision.Denied(
                                request, levels, Source.STORE, Duration.ofMillis(verdict.retryAfterMillis())));
    }
}
