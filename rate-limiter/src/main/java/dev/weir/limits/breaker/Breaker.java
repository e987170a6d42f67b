package dev.weir.limits.breaker;

import java.util.function.DoubleSupplier;

/**
 * Decides whether the store may be asked. Thread-safe, one operation after the other; times are monotonic nanoseconds
 * given by the caller.
 *
 * <p>Closed, it lets every call pass and counts. Open, it lets none pass, but names a moment for a probe once in a
 * while. Ramping, it lets a growing part pass and counts like the closed one. Results that arrive after a change of
 * state are counted by the new state, and an open breaker ignores them: only a probe closes it.
 */
public final class Breaker {

    /** What a breaker is doing. */
    public enum Phase {
        /** The store is asked. */
        CLOSED,
        /** The store is not asked. */
        OPEN,
        /** The store is asked for a growing part of the decisions. */
        RAMPING
    }

    private final BreakerSettings settings;
    private final DoubleSupplier chance;
    private volatile BreakerState state;
    private long timesOpened;

    /** Starts closed. {@code chance} gives numbers from 0 to 1 for jitter and for the ramp. */
    public Breaker(BreakerSettings settings, DoubleSupplier chance) {
        this.settings = settings;
        this.chance = chance;
        this.state = new ClosedState(settings);
    }

    /** Whether a call may go to the store. */
    public synchronized boolean admits(long nowNanos) {
        moveTo(state.next(nowNanos));
        return state.admits(nowNanos, chance);
    }

    /** Whether it is time for a probe; true once for each probe that is due. */
    public synchronized boolean probeDue(long nowNanos) {
        return state.probeDue(nowNanos, chance);
    }

    /** A probe was answered in time: calls may pass again, a tenth of them at first. */
    public synchronized void probeAnswered(long nowNanos) {
        if (state.phase() == Phase.OPEN) {
            moveTo(new RampState(settings, nowNanos));
        }
    }

    /** A call was answered in time. */
    public synchronized void succeeded(long nowNanos) {
        state.succeeded(nowNanos);
    }

    /** A call was not answered in time, or not at all. */
    public synchronized void failed(long nowNanos) {
        if (state.failed(nowNanos)) {
            moveTo(new OpenState(settings, nowNanos, chance));
        }
    }

    /** What it is doing. */
    public Phase phase() {
        return state.phase();
    }

    /** How often it has opened. */
    public synchronized long timesOpened() {
        return timesOpened;
    }

    private void moveTo(BreakerState to) {
        if (state != to) {
            state = to;
            if (to.phase() == Phase.OPEN) {
                timesOpened++;
            }
        }
    }
}
