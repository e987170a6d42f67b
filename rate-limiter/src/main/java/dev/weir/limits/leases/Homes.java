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

    private final Map<String, Home> all = new ConcurrentHashMap<>();
    private final Set<Home> busy = ConcurrentHashMap.newKeySet();
    private final int most;
    private final LongSupplier sessions;
    private long sweptNanos;

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

    /** Marks that a home must be looked after. */
    void lookAfter(Home home) {
        if (home.markBusy()) {
            busy.add(home);
        }
    }

    /** Those that must be looked after. */
    Set<Home> busy() {
        return busy;
    }

    /** Stops looking after a home that has nothing on its hands. */
    void rest(Home home, long nowNanos) {
        if (home.restIfIdle(nowNanos)) {
            busy.remove(home);
        }
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
