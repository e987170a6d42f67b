package dev.weir.limits.leases;

import dev.weir.limits.LimitRequest;
import dev.weir.limits.leases.Pending.Answer;
import java.util.concurrent.TimeUnit;

/**
 * A decision in the making: for whom the store is asked, how far the asking has got, and until when an answer is waited
 * for. Used by one thread.
 */
final class Asking {

    private static final long OVERSLEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST_MOMENTS = 3;

    private final Home home;
    private final LimitRequest request;
    private final long startNanos;
    private Pending pending;
    private long untilNanos;
    private boolean insists;
    private boolean heardOut;
    private boolean seeded;
    private int moments;

    Asking(Home home, LimitRequest request, long startNanos) {
        this.home = home;
        this.request = request;
        this.startNanos = startNanos;
        this.pending = new Pending(request);
        this.untilNanos = startNanos;
    }

    /** Lines up once more. */
    Pending ride(boolean insist, long until) {
        pending = new Pending(request);
        untilNanos = until;
        insists = insist;
        return pending;
    }

    /**
     * Whether this process was stopped, or got no time, while it waited: then the answer may lie there unheard, and it
     * is given a moment more, a few times.
     */
    boolean overslept(long nowNanos) {
        boolean asleep = moments < MOST_MOMENTS && nowNanos - untilNanos > OVERSLEPT_NANOS;
        if (asleep) {
            moments++;
            untilNanos = nowNanos + MOMENT_NANOS;
        }
        return asleep;
    }

    Answer await(long nowNanos) {
        return pending.await(untilNanos - nowNanos);
    }

    Home home() {
        return home;
    }

    LimitRequest request() {
        return request;
    }

    long startNanos() {
        return startNanos;
    }

    Pending pending() {
        return pending;
    }

    long untilNanos() {
        return untilNanos;
    }

    boolean insists() {
        return insists;
    }

    /** The store has been asked, and was given its time. */
    void isHeardOut() {
        heardOut = true;
    }

    boolean wasHeardOut() {
        return heardOut;
    }

    /** True once: a quota that is still unknown after the ledger was asked is left to the share. */
    boolean firstTimeUnknown() {
        boolean first = !seeded;
        seeded = true;
        return first;
    }
}
