package dev.weir.limits.guard;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time on this node: monotonic, and shown as epoch milliseconds. A clock that is set while shares are being spent
 * neither ends a window early nor prolongs it.
 */
public final class NodeTime {

    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long startMillis;

    /** Reads the clock once, now, and the monotonic time from then on. */
    public NodeTime(Clock clock, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.startMillis = clock.millis();
    }

    /** Monotonic nanoseconds. */
    public long nanos() {
        return nanoTime.getAsLong();
    }

    /** Epoch milliseconds of a moment in monotonic nanoseconds. */
    public long millisAt(long nanos) {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
    }

    /** Epoch milliseconds that only ever grow. */
    public long millis() {
        return millisAt(nanos());
    }
}
