package dev.weir.limits.buckets;

import java.util.List;

/** What one request needs: all of it, or nothing. */
public record Want(List<Part> parts) {

    public Want {
        parts = List.copyOf(parts);
    }

    /**
     * One limit's part.
     *
     * @param claim the place of the bucket's claim in the exchange
     * @param cost tokens to spend; 0 only looks
     */
    public record Part(int claim, long cost) {}
}
