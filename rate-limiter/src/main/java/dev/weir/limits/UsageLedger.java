package dev.weir.limits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where the truth about quotas is kept. A quota whose bucket is missing from the store is rebuilt from here.
 *
 * <p>Implementations are thread-safe and answer without blocking the caller.
 */
public interface UsageLedger {

    /**
     * Tokens of this quota that its holder has spent in the demand's period. Completes exceptionally when the ledger
     * cannot tell; the limiter then admits and asks again later.
     */
    CompletionStage<Long> spent(Demand quota);

    /** A ledger that knows of no usage, for programs without quotas. */
    static UsageLedger empty() {
        return quota -> CompletableFuture.completedFuture(0L);
    }
}
