package dev.weir.api.streams;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The socket of an answer that has begun, written to past the HTTP server, which ends a chunk only when the next one
 * begins: a client that waits for the whole of a chunk would get each line with the one after it. Here each line is a
 * whole chunk at once (RFC 9112, section 7.1), and those that wait together go out in one write, which is what makes
 * many readers cheap when there is much to deliver. The server's log of requests counts none of these bytes.
 */
final class SocketOutput implements StreamOutput {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int HEX_DIGITS = 8;

    private final EndPoint socket;
    private final boolean chunked;

    /** @param chunked whether the answer's head promises chunks; otherwise it ends with the connection */
    SocketOutput(EndPoint socket, boolean chunked) {
        this.socket = socket;
        this.chunked = chunked;
    }

    @Override
    public void write(List<byte[]> lines, Callback done) {
        int framing = chunked ? HEX_DIGITS + 2 * LINE_END.length : 0;
        int size = lines.stream().mapToInt(line -> line.length + framing).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (byte[] line : lines) {
            if (chunked) {
                bytes.put(Integer.toHexString(line.length).getBytes(StandardCharsets.US_ASCII))
                        .put(LINE_END)
                        .put(line)
                        .put(LINE_END);
            } else {
                bytes.put(line);
            }
        }
        socket.write(done, bytes.flip());
    }

    @Override
    public boolean isReaderGone() {
        try {
            // The server reads nothing while an answer is under way.
            return socket.fill(BufferUtil.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void cut() {
        socket.close();
    }
}
