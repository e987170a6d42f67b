package dev.weir.limits.breaker;

import java.util.function.DoubleSupplier;

/** No call passes; a probe is due once in a while, at a jittered moment so that nodes do not probe in step. */
final class OpenState extends BreakerState {

    private static final double JITTER = 0.2;

    private final long probeEveryNanos;
    private long nextProbeNanos;

    OpenState(BreakerSettings settings, long nowNanos, DoubleSupplier chance) {
        this.probeEveryNanos = settings.probeEvery().toNanos();
        this.nextProbeNanos = nowNanos + jittered(chance);
    }

    @Override
    Breaker.Phase phase() {
        return Breaker.Phase.OPEN;
    }

    @Override
    boolean admits(long nowNanos, DoubleSupplier chance) {
        return false;
    }

    @Override
    synchronized boolean probeDue(long nowNanos, DoubleSupplier chance) {
        if (nowNanos - nextProbeNanos < 0) {
            return false;
        }
        nextProbeNanos = nowNanos + jittered(chance);
        return true;
    }

    private long jittered(DoubleSupplier chance) {
        return (long) (probeEveryNanos * (1 - JITTER + 2 * JITTER * chance.getAsDouble()));
    }
}
