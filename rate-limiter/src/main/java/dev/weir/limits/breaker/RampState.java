package dev.weir.limits.breaker;

import java.util.function.DoubleSupplier;

/** A growing part of the calls passes, so that a store which has just come back is not met by everyone at once. */
final class RampState extends BreakerState {

    private static final double FIRST_PART = 0.1;

    private final BreakerSettings settings;
    private final CallCount count;
    private final long startNanos;

    RampState(BreakerSettings settings, long nowNanos) {
        this.settings = settings;
        this.count = new CallCount(settings);
        this.startNanos = nowNanos;
    }

    @Override
    Breaker.Phase phase() {
        return Breaker.Phase.RAMPING;
    }

    @Override
    boolean admits(long nowNanos, DoubleSupplier chance) {
        return chance.getAsDouble() < part(nowNanos);
    }

    @Override
    BreakerState next(long nowNanos) {
        return part(nowNanos) >= 1 ? new ClosedState(settings) : this;
    }

    @Override
    void succeeded(long nowNanos) {
        count.succeeded(nowNanos);
    }

    @Override
    boolean failed(long nowNanos) {
        return count.failed(nowNanos);
    }

    private double part(long nowNanos) {
        long rampNanos = settings.ramp().toNanos();
        if (rampNanos == 0) {
            return 1;
        }
        return Math.min(1, FIRST_PART + (1 - FIRST_PART) * (nowNanos - startNanos) / rampNanos);
    }
}
