package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request that waits for the store. */
final class Pending {

    /** What can come of waiting. */
    sealed interface Answer {

        /** A decision. */
        record Decided(Decision decision) implements Answer {}

        /** A quota of it is known neither to the store nor here: the ledger must be asked. */
        record UnknownQuota() implements Answer {}

        /** The store failed, or was not asked: the node's share decides. */
        record NoAnswer() implements Answer {}
    }

    private final LimitRequest request;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Pending(LimitRequest request) {
        this.request = request;
    }

    LimitRequest request() {
        return request;
    }

    void end(Answer what) {
        answer.complete(what);
    }

    boolean isOver() {
        return answer.isDone();
    }

    /** The answer, or none if there is none by then. */
    Answer await(long nanos) {
        try {
            return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            return new Answer.NoAnswer();
        } catch (InterruptedException interrupted) {
            // The caller is being stopped: no fault of the store, and no reason to fail the decision.
            Thread.currentThread().interrupt();
            return new Answer.NoAnswer();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an answer never fails", impossible);
        }
    }
}
