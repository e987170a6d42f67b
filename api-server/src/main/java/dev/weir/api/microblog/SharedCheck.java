package dev.weir.api.microblog;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One check that many wait for: each gets one that was begun after it asked, and all that ask while one runs share the
 * next. So there are never more checks than one thread can make, however many ask, and none for nobody.
 *
 * <p>The thread that finds no check running makes it; when it is done and others wait, one of them makes the next, for
 * all who have come before it begins. This is the read index of a replicated log (Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 6.4), with the
 * database in the place of the leader. Thread-safe.
 */
final class SharedCheck {

    /** How long anybody waits for the check of another before the database counts as away. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A check and those who wait for it. All fields are guarded by the lock. */
    private static final class Round {
        private final Condition changed;
        private int waiting;
        private boolean toBeMade;
        private boolean done;
        private @Nullable RuntimeException failure;

        private Round(Condition changed) {
            this.changed = changed;
        }
    }

    private final Runnable check;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /** Whether somebody makes the next check, or has been told to. */
    private boolean led;

    private Round next = new Round(lock.newCondition());
    private volatile long begunNanos;

    /** @param check throws {@link MicroblogUnavailableException} when it fails; made by one thread at a time */
    SharedCheck(Runnable check, LongSupplier nanoTime) {
        this.check = check;
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong() - 1;
    }

    /**
     * Returns once a check has succeeded that was begun at this time or later.
     *
     * @throws MicroblogUnavailableException when it failed, or took too long
     */
    void since(long nanos) {
        if (begunNanos - nanos >= 0) {
            return;
        }
        Round mine;
        boolean make;
        lock.lock();
        try {
            mine = next;
            make = !led || isLeftToMake(mine);
            led |= make;
        } finally {
            lock.unlock();
        }
        if (make) {
            make(mine);
        }
        RuntimeException failure = mine.failure;
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for the round; true when it is this thread that makes it. */
    private boolean isLeftToMake(Round round) {
        round.waiting++;
        try {
            long left = PATIENCE.toNanos();
            while (!round.done && !round.toBeMade) {
                if (left <= 0) {
                    throw new MicroblogUnavailableException("the database has not told what changed");
                }
                left = round.changed.awaitNanos(left);
            }
            boolean mine = !round.done;
            round.toBeMade = false;
            return mine;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var failure = new MicroblogUnavailableException("interrupted while waiting for what changed", e);
            if (round.toBeMade) {
                next = new Round(lock.newCondition());
                end(round, failure);
            }
            throw failure;
        } finally {
            round.waiting--;
        }
    }

    private void make(Round round) {
        lock.lock();
        try {
            next = new Round(lock.newCondition());
        } finally {
            lock.unlock();
        }
        long begun = nanoTime.getAsLong();
        RuntimeException failure = null;
        try {
            check.run();
            begunNanos = begun;
        } catch (RuntimeException e) {
            failure = e;
        }
        lock.lock();
        try {
            end(round, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who waited, and leaves the next round to one of those who wait for that. */
    private void end(Round round, @Nullable RuntimeException failure) {
        round.failure = failure;
        round.done = true;
        round.toBeMade = false;
        round.changed.signalAll();
        Round following = next;
        if (following.waiting == 0) {
            led = false;
            return;
        }
        following.toBeMade = true;
        following.changed.signal();
    }
}
