package dev.weir.limits.buckets;

/**
 * What the owner last heard of one node's session with a bucket.
 *
 * @param session names the session
 * @param number of the exchange in which it was heard
 * @param capacity the capacity of the limit as the session counts it
 * @param spent what the node had spent
 * @param total what is deducted from the bucket on its behalf
 * @param heardMillis when it was heard, by the owner's clock
 */
record Holding(long session, long number, long capacity, long spent, long total, long heardMillis) {

    long unspent() {
        return Math.max(0, total - spent);
    }
}
