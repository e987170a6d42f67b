package dev.weir.limits.leases;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** All homes that this node has served lately, and which of them must be looked after. Thread-safe. */
final class Homes {

    private static final long SWEEP_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long UNUSED_NANOS = Duration.ofMinutes(1).toNanos();

    /** Up to a second: after that an unused lease goes back anyway. */
    private static final double LONGEST_STRETCH = 5;

    /** Five exchanges a second of each are 5,000, a tenth of what two cores can do. */
    private static final double HOMES_AT_USUAL_PACE = 1_000;

    private final Map<String, Home> all = new ConcurrentHashMap<>();
    private final Set<Home> busy = ConcurrentHashMap.newKeySet();
    private final int most;
    private final LongSupplier sessions;
    private long sweptNanos;
    private volatile int busyCount;

    /**
     * @param most how many to remember
     * @param sessions gives numbers that no other session has, on any node
     */
    Homes(int most, LongSupplier sessions, long nowNanos) {
        this.most = most;
        this.sessions = sessions;
        this.sweptNanos = nowNanos;
    }

    Home of(String name) {
        Home home = all.get(name);
        return home != null ? home : all.computeIfAbsent(name, added -> new Home(added, sessions));
    }

    /**
     * Marks that a home must be looked after. To be called when it has got something on its hands, not before: it would be
     * taken for idle again.
     */
    void lookAfter(Home home) {
        // The mark and the place among the busy ones change together.
        synchronized (home) {
            if (home.markBusy()) {
                busy.add(home);
            }
        }
    }

    /**
     * How much longer than a fifth of a second leases are to last: with many homes in use, fewer exchanges for each of
     * them, so that all together need no more than a node and a store can do.
     */
    double stretch() {
        return Math.max(1, Math.min(LONGEST_STRETCH, busyCount / HOMES_AT_USUAL_PACE));
    }

    /** Those that must be looked after. */
    Set<Home> busy() {
        return busy;
    }

    /** Looks after a home from now on if it has something on its hands, and no longer if it has nothing. */
    void review(Home home, long nowNanos) {
        synchronized (home) {
            if (home.restIfIdle(nowNanos)) {
                busy.remove(home);
            } else {
                lookAfter(home);
            }
        }
    }

    /** Notes how many are in use. */
    void count(int inUse) {
        busyCount = inUse;
    }

    /**
     * Forgets homes without live windows, and beyond the number to remember those not used for longest. What is forgotten
     * with a live window begins a new session when it is used again. Called by one thread at a time.
     */
    void sweep(long nowNanos) {
        if (nowNanos - sweptNanos < SWEEP_NANOS) {
            return;
        }
        sweptNanos = nowNanos;
        all.values().removeIf(home -> nowNanos - home.usedNanos() > UNUSED_NANOS && home.isForgettable(nowNanos));
        int tooMany = all.size() - most;
        if (tooMany > 0) {
            List<Home> oldest = all.values().stream()
                    .filter(home -> !busy.contains(home))
                    .sorted(Comparator.comparingLong(Home::usedNanos))
                    .limit(tooMany)
                    .toList();
            oldest.forEach(home -> all.remove(home.name(), home));
        }
    }

    int remembered() {
        return all.size();
    }
}
