package dev.weir.limits.node;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Claim;
import dev.weir.limits.buckets.Held;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Want;
import dev.weir.limits.buckets.Wire;
import dev.weir.limits.store.LimitStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Asks the store until it answers quickly, before real requests do. Code that has never run takes longer than a
 * decision may wait, so that the first requests of a fresh node would be decided from shares.
 */
final class WarmUp {

    private static final int HOMES = 50;
    private static final int QUICK_ROUNDS = 5;
    /** For a round of all homes. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);

    private WarmUp() {}

    /** Returns when the store has answered quickly several times in a row, and after 3 s at the latest. */
    static void run(LimitStore store, LongSupplier nanos) {
        Limit limit = Limit.window("warm-up", Unit.REQUESTS, Long.MAX_VALUE, Duration.ofSeconds(1));
        Claim claim = Claim.of(Ask.of(Demand.of(limit, "warm-up", 1)), Held.fresh(1));
        Want want = new Want(List.of(new Want.Part(0, 1)));
        byte[] operation = Wire.write(new Operation.Exchange(1, 1, false, List.of(claim), List.of(want)));
        long started = nanos.getAsLong();
        int quick = 0;
        while (quick < QUICK_ROUNDS && nanos.getAsLong() - started < LONGEST_NANOS) {
            long round = nanos.getAsLong();
            boolean answered = round(store, operation);
            quick = answered && nanos.getAsLong() - round < QUICK_NANOS ? quick + 1 : 0;
        }
    }

    /** Asks for many homes, so that every member is met. */
    private static boolean round(LimitStore store, byte[] operation) {
        List<CompletableFuture<byte[]>> answers = new ArrayList<>(HOMES);
        try {
            for (int home = 0; home < HOMES; home++) {
                answers.add(store.submit("warm-up-" + home, operation));
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(500, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // A store that cannot be warmed up is met again by the first request, behind the breaker.
            return false;
        }
    }
}
