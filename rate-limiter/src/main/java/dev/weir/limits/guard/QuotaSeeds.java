package dev.weir.limits.guard;

import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Correction;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Seed;
import dev.weir.limits.buckets.Standing;
import dev.weir.limits.guard.QuotaFigures.Figure;
import dev.weir.limits.guard.QuotaFigures.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings the ledger's figures into quotas whose buckets are missing from the store. Thread-safe.
 *
 * <p>A quota is seeded once: by the decision that found it missing if the ledger answers in time; otherwise it starts
 * full, marked, and whoever meets the mark asks again and sends the figure as a correction that the owner takes once.
 * What the marked bucket had charged when the ledger was asked is in the ledger's figure already, so it is left out of
 * the correction.
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

    /** The same asks with what the ledger says by then about every quota among them. */
    List<Ask> seeded(LimitRequest request, List<Ask> asks, long untilNanos) {
        List<Figure> questions = new ArrayList<>();
        for (int i = 0; i < asks.size(); i++) {
            if (isQuota(request, i)) {
                questions.add(figures.ask(request.home(), request.demands().get(i), 0));
            }
        }
        List<Ask> seeded = new ArrayList<>(asks.size());
        int question = 0;
        for (int i = 0; i < asks.size(); i++) {
            if (isQuota(request, i)) {
                OptionalLong spent = questions.get(question++).await(untilNanos - time.nanos());
                seeded.add(asks.get(i).with(spent.isPresent() ? Seed.told(spent.getAsLong()) : Seed.unanswered()));
            } else {
                seeded.add(asks.get(i));
            }
        }
        return seeded;
    }

    /** Looks for marked quotas in a reply and sees to it that they are seeded. */
    void notice(LimitRequest request, List<Ask> asks, Reply reply) {
        for (int i = 0; i < asks.size(); i++) {
            if (isQuota(request, i)) {
                Standing standing = reply.standings().get(i);
                Quota quota = new Quota(request.home(), asks.get(i).key());
                if (standing.seeded()) {
                    unseeded.remove(quota);
                } else {
                    seedLater(quota, request.demands().get(i), asks.get(i), standing);
                }
            }
        }
    }

    /** Quotas known to be without the ledger's figure. */
    int unseeded() {
        return unseeded.size();
    }

    private void seedLater(Quota quota, Demand demand, Ask ask, Standing standing) {
        if (unseeded.size() < MOST_WAITING) {
            unseeded.add(quota);
        }
        if (waiting.size() >= MOST_WAITING || !waiting.add(quota)) {
            return;
        }
        Figure figure = figures.ask(quota.home(), demand, standing.charged());
        figure.whenOver(() -> waiting.remove(quota));
        figure.whenTold(spent -> {
            Correction seed = Correction.seed(ask, standing.bornMillis(), spent, figure.base());
            calls.send(quota.home(), new Operation.Correct(List.of(seed)), ended -> {
                if (ended == StoreCalls.Sent.DONE) {
                    unseeded.remove(quota);
                }
            });
        });
    }

    private static boolean isQuota(LimitRequest request, int index) {
        return request.demands().get(index).period().isPresent();
    }
}
