package dev.weir.limits.breaker;

import java.util.Arrays;

/** Counts calls and failures of the last moments in ten slices of time, and failures in a row. Thread-safe. */
final class CallCount {

    private static final int SLICES = 10;

    private final BreakerSettings settings;
    private final long sliceNanos;
    private final long apartNanos;
    private final long[] slice = new long[SLICES];
    private final int[] calls = new int[SLICES];
    private final int[] failures = new int[SLICES];
    private int inARow;
    private long lastInARowNanos;

    CallCount(BreakerSettings settings) {
        this.settings = settings;
        this.sliceNanos = settings.window().toNanos() / SLICES;
        this.apartNanos = settings.apart().toNanos();
        Arrays.fill(slice, Long.MIN_VALUE);
    }

    synchronized void succeeded(long nowNanos) {
        inARow = 0;
        calls[at(nowNanos)]++;
    }

    /** True when this failure is one too many. */
    synchronized boolean failed(long nowNanos) {
        int index = at(nowNanos);
        calls[index]++;
        failures[index]++;
        if (inARow == 0 || nowNanos - lastInARowNanos >= apartNanos) {
            inARow++;
            lastInARowNanos = nowNanos;
        }
        return inARow >= settings.consecutiveFailures() || tooManyOf(nowNanos);
    }

    private boolean tooManyOf(long nowNanos) {
        long newest = Math.floorDiv(nowNanos, sliceNanos);
        int allCalls = 0;
        int allFailures = 0;
        for (int i = 0; i < SLICES; i++) {
            if (slice[i] > newest - SLICES) {
                allCalls += calls[i];
                allFailures += failures[i];
            }
        }
        return allCalls >= settings.callsForShare() && allFailures >= settings.failureShare() * allCalls;
    }

    private int at(long nowNanos) {
        long number = Math.floorDiv(nowNanos, sliceNanos);
        int index = Math.floorMod(number, SLICES);
        if (slice[index] != number) {
            slice[index] = number;
            calls[index] = 0;
            failures[index] = 0;
        }
        return index;
    }
}
