package dev.weir.limits.breaker;

import java.util.function.DoubleSupplier;

/** Every call passes. */
final class ClosedState extends BreakerState {

    private final CallCount count;

    ClosedState(BreakerSettings settings) {
        this.count = new CallCount(settings);
    }

    @Override
    Breaker.Phase phase() {
        return Breaker.Phase.CLOSED;
    }

    @Override
    boolean admits(long nowNanos, DoubleSupplier chance) {
        return true;
    }

    @Override
    void succeeded(long nowNanos) {
        count.succeeded(nowNanos);
    }

    @Override
    boolean failed(long nowNanos) {
        return count.failed(nowNanos);
    }
}
