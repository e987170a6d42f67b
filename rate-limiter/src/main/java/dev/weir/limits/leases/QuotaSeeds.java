package dev.weir.limits.leases;

import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.BucketKey;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Seed;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.guard.StoreCalls;
import dev.weir.limits.leases.QuotaFigures.Figure;
import dev.weir.limits.leases.QuotaFigures.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings the ledger's figures into quotas whose buckets are missing from the store. Thread-safe.
 *
 * <p>A quota is seeded once: by the decision that found it missing if the ledger answers in time; otherwise it starts
 * full, marked, and whoever meets the mark asks again and sends the figure, which the owner takes once. What the marked
 * bucket had charged when the ledger was asked is in the ledger's figure already, so it is left out.
 */
final class QuotaSeeds {

    private static final int MOST_WAITING = 10_000;

    private final QuotaFigures figures;
    private final StoreCalls calls;
    private final NodeTime time;
    private final Set<Quota> waiting = ConcurrentHashMap.newKeySet();
    private final Set<Quota> unseeded = ConcurrentHashMap.newKeySet();

    QuotaSeeds(QuotaFigures figures, StoreCalls calls, NodeTime time) {
        this.figures = figures;
        this.calls = calls;
        this.time = time;
    }

    /**
     * Tells the home what the ledger says by then about every quota of the request. A silent ledger lets a quota start
     * full, unless this node has heard in the same period that it is spent: a wiped store gives nothing away.
     */
    void seed(Home home, LimitRequest request, long untilNanos) {
        List<Demand> quotas = request.demands().stream()
                .filter(demand -> demand.period().isPresent())
                .toList();
        List<Figure> questions = new ArrayList<>(quotas.size());
        for (Demand quota : quotas) {
            questions.add(figures.ask(home.name(), quota, 0));
        }
        for (int i = 0; i < quotas.size(); i++) {
            Demand quota = quotas.get(i);
            OptionalLong spent = questions.get(i).await(untilNanos - time.nanos());
            if (spent.isPresent()) {
                home.seed(BucketKey.of(quota), Seed.told(spent.getAsLong()));
            } else if (!home.remembersSpent(quota, time.nanos())) {
                home.seed(BucketKey.of(quota), Seed.unanswered());
            }
        }
    }

    /** Sees to it that quotas which the store keeps without the ledger's figure get it, and forgets those that have it. */
    void notice(Home home, LimitRequest request, List<Home.Unseeded> without) {
        if (without.isEmpty() && unseeded.isEmpty()) {
            return;
        }
        for (Demand demand : request.demands()) {
            if (demand.period().isEmpty()) {
                continue;
            }
            Quota quota = new Quota(home.name(), BucketKey.of(demand));
            without.stream()
                    .filter(one -> one.key().equals(quota.key()))
                    .findFirst()
                    .ifPresentOrElse(one -> seedLater(quota, demand, one), () -> unseeded.remove(quota));
        }
    }

    /** Quotas known to be without the ledger's figure. */
    int unseeded() {
        return unseeded.size();
    }

    private void seedLater(Quota quota, Demand demand, Home.Unseeded without) {
        if (unseeded.size() < MOST_WAITING) {
            unseeded.add(quota);
        }
        if (waiting.size() >= MOST_WAITING || !waiting.add(quota)) {
            return;
        }
        Ask ask = Ask.of(demand);
        Figure figure = figures.ask(quota.home(), demand, without.charged());
        figure.whenOver(() -> waiting.remove(quota));
        figure.whenTold(spent -> {
            var seeding = new Operation.Seeding(ask, without.bornMillis(), spent, figure.base());
            var unused = calls.send(quota.home(), seeding, false, reply -> {
                if (reply.isPresent()) {
                    unseeded.remove(quota);
                }
            });
        });
    }
}
