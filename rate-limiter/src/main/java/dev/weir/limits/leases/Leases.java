package dev.weir.limits.leases;

import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.buckets.BucketKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one home: one for each bucket in use, and those of former plans that still have a word to say. Guarded
 * by its {@link Home}.
 */
final class Leases {

    /** Leases that are found without their key: as many as one app's requests usually name. */
    private static final int RECENT = 8;

    private final LongSupplier sessions;
    private final Map<BucketKey, Lease> current = new HashMap<>();
    private final List<Lease> retired = new ArrayList<>(0);
    private final @Nullable Lease[] recent = new Lease[RECENT];
    private int nextRecent;

    /** @param sessions gives numbers that no other session has, on any node */
    Leases(LongSupplier sessions) {
        this.sessions = sessions;
    }

    /** The lease in use for that demand's bucket, which may be of another plan, or over. */
    @Nullable
    Lease find(Demand demand) {
        for (Lease lease : recent) {
            if (lease != null && lease.isPlainlyFor(demand)) {
                return lease;
            }
        }
        Lease lease = current.get(BucketKey.of(demand));
        if (lease != null && lease.isPlainlyFor(demand)) {
            recent[nextRecent] = lease;
            nextRecent = (nextRecent + 1) % RECENT;
        }
        return lease;
    }

    /** The lease of that demand, if it is of its plan, in its window, and the store or the ledger has spoken of it. */
    @Nullable
    Lease findHeard(Demand demand, long nowNanos) {
        Lease lease = find(demand);
        return lease == null || !lease.isHeard() || !lease.fits(demand) || lease.isOver(nowNanos) ? null : lease;
    }

    /** The leases of a request's demands, in their order, begun now if need be. */
    List<Lease> obtain(LimitRequest request, long nowNanos) {
        List<Lease> all = new ArrayList<>(request.demands().size());
        for (Demand demand : request.demands()) {
            all.add(obtain(demand, nowNanos));
        }
        return all;
    }

    /** The lease of that demand, begun now if need be. One of another plan is retired. */
    Lease obtain(Demand demand, long nowNanos) {
        Lease old = find(demand);
        if (old != null && old.fits(demand) && !old.isOver(nowNanos)) {
            return old;
        }
        BucketKey key = BucketKey.of(demand);
        long session = sessions.getAsLong();
        if (old == null) {
            Lease first = new Lease(demand, session, new Pace(nowNanos), nowNanos);
            current.put(key, first);
            return first;
        }
        Lease next = old.successor(demand, session, nowNanos);
        current.put(key, next);
        forget(old);
        if (!old.isOver(nowNanos)) {
            old.retire();
            retired.add(old);
        }
        return next;
    }

    /** The store knows a session no more. */
    void end(Lease lease, long nowNanos) {
        forget(lease);
        retired.remove(lease);
        if (current.remove(lease.ask().key(), lease)) {
            lease.heir(sessions.getAsLong(), nowNanos)
                    .ifPresent(heir -> current.put(heir.ask().key(), heir));
        }
        lease.end();
    }

    /** Sees to it that the store hears of a retired session again. */
    void keepTelling(Lease lease) {
        if (lease.isRetired() && !retired.contains(lease)) {
            retired.add(lease);
        }
    }

    /** Lets go of what is over, and of retired sessions that have said all. */
    void dropOver(long nowNanos) {
        for (Iterator<Lease> each = current.values().iterator(); each.hasNext(); ) {
            Lease lease = each.next();
            if (lease.isOver(nowNanos)) {
                forget(lease);
                each.remove();
            }
        }
        if (!retired.isEmpty()) {
            retired.removeIf(lease -> lease.isOver(nowNanos) || !lease.needsCare(nowNanos));
        }
    }

    // A session that is over is not found by anybody.
    private void forget(Lease lease) {
        for (int i = 0; i < RECENT; i++) {
            if (recent[i] == lease) {
                recent[i] = null;
            }
        }
    }

    Collection<Lease> current() {
        return current.values();
    }

    List<Lease> retired() {
        return retired;
    }

    /** Whether there is a lease like that, in use or retired. */
    boolean any(Predicate<Lease> which) {
        // No streams: this runs with every exchange.
        for (Lease lease : current.values()) {
            if (which.test(lease)) {
                return true;
            }
        }
        for (Lease lease : retired) {
            if (which.test(lease)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return current.isEmpty() && retired.isEmpty();
    }

    @Override
    public String toString() {
        return current.values() + ", retired " + retired;
    }
}
