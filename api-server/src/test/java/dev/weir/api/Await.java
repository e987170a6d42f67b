package dev.weir.api;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that must come true by itself, by a clock that nobody sets. */
public final class Await {

    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Await() {}

    /** Looks ten times a second, for a minute at most. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, OFTEN, condition);
    }

    /**
     * Looks again and again, for a minute at most.
     *
     * @param every how long to wait between two looks
     */
    public static void until(String what, Duration every, BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - started > AT_MOST.toNanos()) {
                throw new AssertionError("not within " + AT_MOST + ": " + what);
            }
            LockSupport.parkNanos(every.toNanos());
        }
    }
}
