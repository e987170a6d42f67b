package dev.weir.api.streams;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param heartbeat a reader hears at least this often; clients give up after 20 s (wire contract, section 0)
 * @param queuedLines lines that may wait for a reader
 * @param queuedBytes bytes that may wait for a reader
 * @param allQueuedBytes bytes that may wait for all readers of a gateway together, see {@link SharedRoom}
 * @param stalled a reader who takes nothing for this long is cut off
 * @param farewell how long the last line may take to go out before the connection is cut
 * @param gone a gateway that is not heard of for this long is dead, and its connections count no more
 */
record StreamBounds(
        Duration heartbeat,
        int queuedLines,
        long queuedBytes,
        long allQueuedBytes,
        Duration stalled,
        Duration farewell,
        Duration gone) {

    /** Of the heap, what may wait for readers. */
    private static final int PART_OF_HEAP = 8;

    static final StreamBounds STANDARD = new StreamBounds(
            Duration.ofSeconds(10),
            2_000,
            2 << 20,
            Runtime.getRuntime().maxMemory() / PART_OF_HEAP,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));
}
