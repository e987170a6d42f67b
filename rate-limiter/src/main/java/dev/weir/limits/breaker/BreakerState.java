package dev.weir.limits.breaker;

import java.util.function.DoubleSupplier;

/** What a breaker does in one of its phases. */
abstract sealed class BreakerState permits ClosedState, OpenState, RampState {

    abstract Breaker.Phase phase();

    abstract boolean admits(long nowNanos, DoubleSupplier chance);

    /** The state that time alone has led to. */
    BreakerState next(long nowNanos) {
        return this;
    }

    boolean probeDue(long nowNanos, DoubleSupplier chance) {
        return false;
    }

    void succeeded(long nowNanos) {}

    /** Counts a failure; true when it was one too many. */
    boolean failed(long nowNanos) {
        return false;
    }
}
