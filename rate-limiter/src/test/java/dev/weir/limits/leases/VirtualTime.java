package dev.weir.limits.leases;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Time in which things happen one after the other and nothing waits. */
final class VirtualTime implements LongSupplier {

    private static final long NANOS = 1_000_000L;
    private static final long START_MILLIS = 1_800_000_000_000L;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
    private long nanos = 1_000 * NANOS;
    private long order;

    /** Something that happens then; of two at the same time, the one that was planned first. */
    private record Event(long nanos, long order, Runnable what) {}

    void in(double millis, Runnable what) {
        events.add(new Event(nanos + (long) (millis * NANOS), order++, what));
    }

    /** Lets everything happen that is planned for the next while. */
    void run(double millis) {
        long until = nanos + (long) (millis * NANOS);
        while (!events.isEmpty() && events.peek().nanos() <= until) {
            Event next = events.remove();
            nanos = next.nanos();
            next.what().run();
        }
        nanos = until;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    double millis() {
        return (double) nanos / NANOS;
    }

    /** A wall clock that is that much off. */
    Clock clock(long skewMillis) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(START_MILLIS + nanos / NANOS + skewMillis);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new IllegalArgumentException("always UTC");
            }
        };
    }
}
