package dev.weir.api.streams;

import java.nio.charset.StandardCharsets;

/**
 * A line as it goes out, its end included. The bytes are shared between connections and never change.
 *
 * @param post whether it is a post, which counts as read
 */
@SuppressWarnings("ArrayRecordComponent")
record Line(byte[] bytes, boolean post) {

    /** Tells a reader that the connection lives. */
    static final Line HEARTBEAT = new Line("\r\n".getBytes(StandardCharsets.US_ASCII), false);
}
