package dev.weir.api.streams;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all queues of a gateway may hold together. While there is room anybody may have it; when there is none,
 * a queue may still hold its fair part, or one line. So a gateway with many slow readers cuts off those with the most
 * waiting, those who keep up never notice, and beside one line for each all queues together hold at most twice the room.
 * Thread-safe.
 */
final class SharedRoom {

    private final long bytes;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger queues = new AtomicInteger();

    /** @param bytes at least 1 */
    SharedRoom(long bytes) {
        this.bytes = bytes;
    }

    /** A queue more. */
    void enter() {
        queues.incrementAndGet();
    }

    /** A queue less; what it held has been given back. */
    void leave() {
        queues.decrementAndGet();
    }

    /**
     * Takes room; false when there is none.
     *
     * @param before what the queue holds already, in bytes
     */
    boolean take(long before, int more) {
        long all = held.addAndGet(more);
        if (before == 0 || all <= bytes || before + more <= bytes / Math.max(1, queues.get())) {
            return true;
        }
        held.addAndGet(-more);
        return false;
    }

    void giveBack(long fewer) {
        held.addAndGet(-fewer);
    }

    /** What all queues hold now. */
    long held() {
        return held.get();
    }
}
