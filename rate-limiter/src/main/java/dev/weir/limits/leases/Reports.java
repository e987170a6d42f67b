package dev.weir.limits.leases;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Homes that have something to tell the store for which nobody waits, as after it was away: a few at a time, the next as
 * soon as one is through. So a hundred thousand of them are told within seconds, and who does wait for the store hardly
 * notices. Thread-safe.
 */
final class Reports {

    /** 20,000 a second: a hundred thousand homes are told in five. */
    private static final int PER_ROUND = 2_000;

    /** The other calls that a node may have under way are for those who wait. */
    private static final int PART_OF_ALL_CALLS = 4;

    private final Set<Home> waiting = new LinkedHashSet<>();
    private final int atOnce;
    private int round;
    private int underWay;
    private int left;
    private boolean telling;

    /** @param callsInFlight how many calls a node may have under way */
    Reports(int callsInFlight) {
        this.atOnce = Math.max(1, callsInFlight / PART_OF_ALL_CALLS);
    }

    /** How a home tells the store. */
    @FunctionalInterface
    interface Way {
        /** Begins; false if there was nothing to tell, and {@code whenOver} will not be run. */
        boolean tell(Home home, Runnable whenOver);
    }

    /** Lets a home wait for its turn. */
    synchronized void add(Home home) {
        waiting.add(home);
    }

    /** Lets none wait any more: they will be found again when the store is. */
    synchronized void clear() {
        waiting.clear();
    }

    /** Begins a tenth of a second. What a dead store has never ended takes no place from now on. */
    synchronized void beginRound() {
        round++;
        underWay = 0;
        left = PER_ROUND;
    }

    /**
     * Lets those whose turn it is tell the store.
     *
     * @param goOn run when there is room for the next
     */
    void tell(Way way, Runnable goOn) {
        if (!enter()) {
            return;
        }
        try {
            for (Home home = next(); home != null; home = next()) {
                int mine = round();
                if (!way.tell(home, () -> over(mine, goOn))) {
                    ended(mine);
                }
            }
        } finally {
            leave();
        }
    }

    private void over(int ofRound, Runnable goOn) {
        if (ended(ofRound)) {
            goOn.run();
        }
    }

    // Whoever tells already goes on by himself: a store in this process would be called from within its own answer.
    private synchronized boolean enter() {
        boolean free = !telling;
        telling = true;
        return free;
    }

    private synchronized void leave() {
        telling = false;
    }

    private synchronized int round() {
        return round;
    }

    private synchronized @Nullable Home next() {
        if (underWay == atOnce || left == 0 || waiting.isEmpty()) {
            return null;
        }
        underWay++;
        left--;
        Iterator<Home> first = waiting.iterator();
        Home home = first.next();
        first.remove();
        return home;
    }

    /** Whether somebody waits for the place that this has made. */
    private synchronized boolean ended(int ofRound) {
        if (ofRound == round) {
            underWay--;
        }
        return !telling && left > 0 && !waiting.isEmpty();
    }
}
