package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Receipt;
import dev.weir.limits.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision taken without the store: which limits have enough leased, which must borrow from this node's share, and
 * whether they can. Guarded by its {@link Home}, and used at once.
 */
final class ShareDraft {

    private final LimitRequest request;
    private final Lease[] held;
    private final @Nullable Portion[] portions;
    private final long nowNanos;
    private final long nowMillis;
    private boolean turnedAway;
    private boolean borrows;
    private long waitMillis;

    /** @param nodes how many nodes share the limits */
    ShareDraft(Leases leases, LimitRequest request, int nodes, long nowNanos, long nowMillis) {
        this.request = request;
        this.nowNanos = nowNanos;
        this.nowMillis = nowMillis;
        this.held = new Lease[request.demands().size()];
        this.portions = new Portion[held.length];
        for (int i = 0; i < held.length; i++) {
            Demand demand = request.demands().get(i);
            Lease lease = leases.obtain(demand, nowNanos);
            held[i] = lease;
            if (demand.cost() > lease.unspent(nowNanos)) {
                borrow(i, demand, lease.open(nodes, nowNanos, nowMillis));
            }
        }
    }

    private void borrow(int place, Demand demand, Portion portion) {
        portions[place] = portion;
        borrows = true;
        turnedAway |= held[place].onLoss() == OnStoreLoss.REFUSE;
        if (portion.refuses(demand.cost())) {
            waitMillis = Math.max(waitMillis, portion.waitMillis(demand.cost(), nowMillis));
        }
    }

    private boolean isAllowed() {
        return waitMillis == 0 && !turnedAway;
    }

    /** Decides, and charges if the answer is yes. */
    Decision spend(Home home, Duration soon) {
        if (!isAllowed()) {
            return decision(soon, Receipt.NONE);
        }
        for (int i = 0; i < held.length; i++) {
            long cost = request.demands().get(i).cost();
            Portion portion = portions[i];
            if (portion != null) {
                held[i].borrow(portion, cost, nowNanos);
            } else {
                held[i].spend(cost, nowNanos);
            }
        }
        return decision(soon, new Charge(home, held, borrows ? portions : null));
    }

    /** The decision as it stands, with the levels as they are now. */
    Decision decision(Duration soon, Receipt receipt) {
        List<Level> levels = new ArrayList<>(held.length);
        for (int i = 0; i < held.length; i++) {
            Demand demand = request.demands().get(i);
            Portion portion = portions[i];
            boolean refuses = !isAllowed() && !turnedAway && portion != null && portion.refuses(demand.cost());
            levels.add(held[i].levelOfShare(demand, portion, refuses, nowNanos, nowMillis));
        }
        if (turnedAway) {
            return new Decision.Reduced(request, levels, Source.SHARE, soon);
        }
        if (!isAllowed()) {
            return new Decision.Denied(request, levels, Source.SHARE, Duration.ofMillis(waitMillis));
        }
        return new Decision.Allowed(request, levels, borrows ? Source.SHARE : Source.LEASE, receipt);
    }
}
