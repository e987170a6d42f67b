package dev.weir.limits.guard;

import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterObserver.StoreCall;
import dev.weir.limits.breaker.Breaker;
import dev.weir.limits.buckets.MalformedBytesException;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Wire;
import dev.weir.limits.store.LimitStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to the limit store that cannot hurt: bounded in number and in time, and stopped by the breaker. Nothing here
 * waits. Thread-safe.
 *
 * <p>A call keeps its place among those in flight until the store has really ended it, so a store that never answers is
 * never owed more than {@code callsInFlight} answers.
 */
public final class StoreCalls {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private static final long STOOD_STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LimitStore store;
    private final Breaker breaker;
    private final Semaphore places;
    private final int allPlaces;
    private final long deadlineNanos;
    private final NodeTime time;
    private final Counts counts;
    private final LimiterObserver observer;
    private volatile String failingHome = "probe";
    private volatile String lastFailure = "";
    private volatile boolean well = true;

    public StoreCalls(
            LimitStore store,
            GuardSettings settings,
            Breaker breaker,
            NodeTime time,
            Counts counts,
            LimiterObserver observer) {
        this.store = store;
        this.breaker = breaker;
        this.allPlaces = settings.callsInFlight();
        this.places = new Semaphore(allPlaces);
        this.deadlineNanos = settings.deadline().toNanos();
        this.time = time;
        this.counts = counts;
        this.observer = observer;
    }

    /** A call that has been sent. */
    public final class Call {

        private final String home;
        private final long startNanos;
        private final AtomicBoolean judged = new AtomicBoolean();
        private boolean answeredAtOnce;

        private Call(String home, long startNanos) {
            this.home = home;
            this.startNanos = startNanos;
        }

        /** Whether its deadline has passed. */
        public boolean isLate(long nowNanos) {
            return nowNanos - startNanos >= deadlineNanos;
        }

        /** Nobody waits for it any more: it counts as a failure of the store, once. */
        public void giveUp() {
            if (judged.compareAndSet(false, true)) {
                tookTooLong(this, time.nanos());
            }
        }
    }

    /** Whether a call would be sent now. */
    public boolean mayAsk() {
        return breaker.phase() != Breaker.Phase.OPEN && places.availablePermits() > 0;
    }

    /**
     * Sends an operation.
     *
     * @param insist ask also where a ramp would leave it out; an open breaker is not asked all the same
     * @param whenEnded told once what came of it: the reply, or nothing if the store failed. On this thread, or on one of
     *     the store's own: it returns at once, and does not call the store
     * @return the call, empty if it was not sent and {@code whenEnded} will not be told
     */
    public Optional<Call> send(String home, Operation operation, boolean insist, Consumer<Optional<Reply>> whenEnded) {
        long start = time.nanos();
        boolean admitted = breaker.admits(start) || (insist && breaker.phase() != Breaker.Phase.OPEN);
        if (!admitted || !places.tryAcquire()) {
            return Optional.empty();
        }
        Call call = new Call(home, start);
        CompletableFuture<byte[]> answer;
        try {
            answer = store.submit(home, Wire.write(operation));
        } catch (RuntimeException unsent) {
            places.release();
            failed(home, start, StoreCall.FAILED, unsent);
            return Optional.empty();
        }
        // A store in this process answers before it returns: if that took long, nobody was waiting for the store.
        call.answeredAtOnce = answer.isDone();
        CompletableFuture<byte[]> unused = answer.whenCompleteAsync(
                (bytes, failure) -> {
                    try {
                        ended(call, bytes, failure, whenEnded);
                    } catch (RuntimeException broken) {
                        // The future would keep it to itself.
                        LOG.error("The end of a call to the limit store could not be taken in.", broken);
                    }
                },
                Runnable::run);
        return Optional.of(call);
    }

    private void ended(
            Call call, byte @Nullable [] bytes, @Nullable Throwable failure, Consumer<Optional<Reply>> whenEnded) {
        places.release();
        Optional<Reply> reply = Optional.empty();
        Throwable why = failure;
        if (bytes != null) {
            try {
                reply = Optional.of(note(call.home, Wire.readReply(bytes)));
            } catch (MalformedBytesException unreadable) {
                why = unreadable;
            }
        }
        if (call.judged.compareAndSet(false, true)) {
            judge(call, reply.isPresent(), why);
        }
        whenEnded.accept(reply);
    }

    // Somebody looks at every call soon after its deadline. If nobody did, it was this process that stood still.
    private void tookTooLong(Call call, long nowNanos) {
        if (nowNanos - call.startNanos <= deadlineNanos + STOOD_STILL_NANOS) {
            failed(call.home, call.startNanos, StoreCall.TIMED_OUT, null);
        }
    }

    private void judge(Call call, boolean answered, @Nullable Throwable why) {
        long now = time.nanos();
        if (!answered) {
            failed(call.home, call.startNanos, StoreCall.FAILED, why);
        } else if (call.isLate(now) && !call.answeredAtOnce) {
            tookTooLong(call, now);
        } else {
            breaker.succeeded(now);
            well = true;
            counts.answered.increment();
            observer.storeCalled(now - call.startNanos, StoreCall.ANSWERED);
        }
    }

    /** Tries one call if the breaker is open and a probe is due, or if the last call failed. */
    public void probeIfDue() {
        long start = time.nanos();
        // Time alone ends a ramp, also when nobody asks.
        boolean admitted = breaker.admits(start);
        if (breaker.probeDue(start) || (admitted && !well)) {
            probe(start);
        }
    }

    private void probe(long start) {
        String home = failingHome;
        try {
            CompletableFuture<byte[]> unused = store.submit(home, Wire.write(new Operation.Look()))
                    .whenCompleteAsync(
                            (bytes, failure) -> {
                                long now = time.nanos();
                                if (failure == null && now - start <= deadlineNanos) {
                                    answersAgain(now);
                                }
                            },
                            Runnable::run);
        } catch (RuntimeException unsent) {
            lastFailure = String.valueOf(unsent.getMessage());
        }
    }

    private void answersAgain(long now) {
        well = true;
        if (breaker.phase() == Breaker.Phase.OPEN) {
            breaker.probeAnswered(now);
            LOG.info("The limit store answers again; decisions return to it step by step.");
        }
    }

    /** Whether the last call was answered: the moment to send what nobody waits for. */
    public boolean isWell() {
        return well && breaker.phase() != Breaker.Phase.OPEN;
    }

    /** Waits until no call is under way, but no longer than that. */
    public void awaitIdle(long millis) {
        try {
            if (places.tryAcquire(allPlaces, millis, TimeUnit.MILLISECONDS)) {
                places.release(allPlaces);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Store calls under way. */
    public int inFlight() {
        return allPlaces - places.availablePermits();
    }

    /** What the breaker is doing. */
    public Breaker.Phase phase() {
        return breaker.phase();
    }

    /** How often the breaker has opened. */
    public long timesOpened() {
        return breaker.timesOpened();
    }

    /** The last trouble in one sentence, empty if there was none. */
    public String lastFailure() {
        return lastFailure;
    }

    private Reply note(String home, Reply reply) {
        if (reply.outcome() == Reply.Outcome.NOT_UNDERSTOOD) {
            throw new MalformedBytesException("the owner of " + home + " does not speak this version");
        }
        if (!reply.quarantined().isEmpty()) {
            counts.quarantined.increment();
            LOG.warn("The entry of {} could not be read and was started anew: {}", home, reply.quarantined());
            observer.quarantined(home, reply.quarantined());
        }
        counts.evicted.add(reply.evicted());
        return reply;
    }

    private void failed(String home, long start, StoreCall how, @Nullable Throwable why) {
        long now = time.nanos();
        failingHome = home;
        well = false;
        lastFailure = why == null ? "no answer by the deadline" : String.valueOf(why.getMessage());
        (how == StoreCall.TIMED_OUT ? counts.timedOut : counts.failed).increment();
        observer.storeCalled(now - start, how);
        long opened = breaker.timesOpened();
        breaker.failed(now);
        if (breaker.timesOpened() != opened) {
            LOG.warn(
                    "The limit store does not answer ({}); decisions are taken from this node's share until it does.",
                    lastFailure);
        }
    }
}
