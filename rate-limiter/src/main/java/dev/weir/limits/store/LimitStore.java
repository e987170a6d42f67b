package dev.weir.limits.store;

import java.util.concurrent.CompletableFuture;

/**
 * Keeps one entry for each home and lets its owner {@link dev.weir.limits.buckets.Visit visit} it, one visit at a time.
 * Thread-safe.
 */
public interface LimitStore extends AutoCloseable {

    /**
     * Sends an operation to the owner of a home. Returns at once.
     *
     * @param operation as {@link dev.weir.limits.buckets.Wire} writes it
     * @return the reply's bytes; completes exceptionally if the store fails, and may complete late or very late
     * @throws StoreUnreachableException if nothing was sent, and nothing will be
     */
    CompletableFuture<byte[]> submit(String home, byte[] operation);

    /** Members of the store's cluster that this node sees now; 0 when it sees none. */
    int members();

    /** Leaves the store in good order, within a bounded time. */
    @Override
    void close();
}
