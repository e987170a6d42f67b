package dev.weir.limits.guard;

import dev.weir.limits.LimiterObserver;
import dev.weir.limits.LimiterObserver.StoreCall;
import dev.weir.limits.breaker.Breaker;
import dev.weir.limits.buckets.MalformedBytesException;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Wire;
import dev.weir.limits.store.LimitStore;
import dev.weir.limits.store.StoreUnreachableException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to the limit store that cannot hurt: bounded in number and in time, and stopped by the breaker. Thread-safe.
 *
 * <p>A call is waited for on the caller's thread: completing it on a pool costs more than the call on few cores, and
 * the common pool has one thread there. A call keeps its place among those in flight until the store has really
 * finished it, so a store that never answers is never owed more than {@code callsInFlight} answers.
 */
final class StoreCalls {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private final LimitStore store;
    private final Breaker breaker;
    private final Semaphore places;
    private final int allPlaces;
    private final NodeTime time;
    private final Executor late;
    private final Counts counts;
    private final LimiterObserver observer;
    private volatile String failingHome = "probe";
    private volatile String lastFailure = "";
    private volatile boolean well = true;

    /** {@code late} runs what is to be done when an answer comes after its caller has gone. */
    StoreCalls(
            LimitStore store,
            GuardSettings settings,
            Breaker breaker,
            NodeTime time,
            Executor late,
            Counts counts,
            LimiterObserver observer) {
        this.store = store;
        this.breaker = breaker;
        this.allPlaces = settings.callsInFlight();
        this.places = new Semaphore(allPlaces);
        this.time = time;
        this.late = late;
        this.counts = counts;
        this.observer = observer;
    }

    /**
     * Asks and waits.
     *
     * @param waitNanos how long
     * @param insist ask also where a ramp would leave it out; an open breaker is not asked all the same
     * @param whenGivenUp called before this method returns if the call is still under way by then; what it returns is
     *     given the reply, or nothing if it failed, when the call has ended
     * @return the reply, empty if there is none in time
     */
    Optional<Reply> ask(
            String home,
            Operation operation,
            long waitNanos,
            boolean insist,
            Supplier<Consumer<Optional<Reply>>> whenGivenUp) {
        boolean admitted = breaker.admits(time.nanos()) || (insist && breaker.phase() != Breaker.Phase.OPEN);
        if (!admitted || !places.tryAcquire()) {
            counts.notAsked.increment();
            return Optional.empty();
        }
        long start = time.nanos();
        CompletableFuture<byte[]> answer;
        try {
            answer = store.submit(home, Wire.write(operation));
        } catch (RuntimeException unsent) {
            places.release();
            failed(home, start, StoreCall.FAILED, unsent);
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = answer.get(Math.max(0, waitNanos - (time.nanos() - start)), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            // After a pause of the whole process the answer may lie there although the time is up.
            byte[] there = answer.isCompletedExceptionally() ? null : answer.getNow(null);
            if (there == null) {
                failed(home, start, StoreCall.TIMED_OUT, null);
                handOver(home, answer, whenGivenUp.get());
                return Optional.empty();
            }
            bytes = there;
        } catch (ExecutionException | CancellationException broken) {
            places.release();
            failed(home, start, StoreCall.FAILED, broken);
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            // The caller is being stopped: no fault of the store, and no reason to fail the decision.
            Thread.currentThread().interrupt();
            handOver(home, answer, whenGivenUp.get());
            return Optional.empty();
        }
        places.release();
        return answered(home, bytes, start);
    }

    private void handOver(String home, CompletableFuture<byte[]> answer, Consumer<Optional<Reply>> whenLate) {
        CompletableFuture<byte[]> unused = answer.whenCompleteAsync(
                (bytes, failure) -> {
                    places.release();
                    whenLate.accept(failure == null ? read(home, bytes) : Optional.empty());
                },
                late);
    }

    /** How a call that nobody waits for ended. */
    enum Sent {
        /** The store did it. */
        DONE,
        /** It was never sent, and will not be. */
        NOT_SENT,
        /** The store failed; whether it did it is unknown. */
        UNKNOWN
    }

    /**
     * Sends without waiting.
     *
     * @param whenEnded told once how it ended, on this thread or on the late one
     */
    void send(String home, Operation operation, Consumer<Sent> whenEnded) {
        if (!breaker.admits(time.nanos()) || !places.tryAcquire()) {
            whenEnded.accept(Sent.NOT_SENT);
            return;
        }
        long start = time.nanos();
        CompletableFuture<byte[]> answer;
        try {
            answer = store.submit(home, Wire.write(operation));
        } catch (RuntimeException unsent) {
            places.release();
            failed(home, start, StoreCall.FAILED, unsent);
            whenEnded.accept(unsent instanceof StoreUnreachableException ? Sent.NOT_SENT : Sent.UNKNOWN);
            return;
        }
        CompletableFuture<byte[]> unused = answer.whenCompleteAsync(
                (bytes, failure) -> {
                    places.release();
                    boolean done = failure == null && read(home, bytes).isPresent();
                    if (failure != null) {
                        failed(home, start, StoreCall.FAILED, failure);
                    }
                    whenEnded.accept(done ? Sent.DONE : Sent.UNKNOWN);
                },
                late);
    }

    /** Tries one call if the breaker is open and a probe is due, or if the last call failed. */
    void probeIfDue(long deadlineNanos) {
        long start = time.nanos();
        // Time alone ends a ramp, also when nobody asks.
        boolean admitted = breaker.admits(start);
        if (breaker.probeDue(start) || (admitted && !well)) {
            probe(start, deadlineNanos);
        }
    }

    private void probe(long start, long deadlineNanos) {
        String home = failingHome;
        try {
            CompletableFuture<byte[]> unused = store.submit(home, Wire.write(new Operation.Look()))
                    .whenCompleteAsync(
                            (bytes, failure) -> {
                                long now = time.nanos();
                                if (failure == null
                                        && now - start <= deadlineNanos
                                        && read(home, bytes).isPresent()) {
                                    answersAgain(now);
                                }
                            },
                            late);
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

    /** Whether the last call was answered: the moment to send what can be sent only once. */
    boolean isWell() {
        return well && breaker.phase() != Breaker.Phase.OPEN;
    }

    /** Waits until no call is under way, but no longer than that. */
    void awaitIdle(long millis) {
        try {
            if (places.tryAcquire(allPlaces, millis, TimeUnit.MILLISECONDS)) {
                places.release(allPlaces);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Store calls under way. */
    int inFlight() {
        return allPlaces - places.availablePermits();
    }

    Breaker.Phase phase() {
        return breaker.phase();
    }

    long timesOpened() {
        return breaker.timesOpened();
    }

    /** The last trouble in one sentence, empty if there was none. */
    String lastFailure() {
        return lastFailure;
    }

    private Optional<Reply> answered(String home, byte[] bytes, long start) {
        try {
            Reply reply = note(home, Wire.readReply(bytes));
            long now = time.nanos();
            breaker.succeeded(now);
            well = true;
            counts.answered.increment();
            observer.storeCalled(now - start, StoreCall.ANSWERED);
            return Optional.of(reply);
        } catch (MalformedBytesException broken) {
            failed(home, start, StoreCall.FAILED, broken);
            return Optional.empty();
        }
    }

    private Optional<Reply> read(String home, byte[] bytes) {
        try {
            return Optional.of(note(home, Wire.readReply(bytes)));
        } catch (MalformedBytesException broken) {
            LOG.warn("A late reply of the limit store cannot be read: {}", broken.getMessage());
            return Optional.empty();
        }
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
