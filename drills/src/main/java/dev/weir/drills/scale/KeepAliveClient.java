package dev.weir.drills.scale;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One connection that asks one question after the other. Speaks only as much HTTP as the servers measured here answer
 * with, so that it takes little of the two cores that it shares with them. Not thread-safe.
 */
final class KeepAliveClient implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] body = new byte[0];

    KeepAliveClient(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = socket.getOutputStream();
    }

    /** Asks, and returns the status of the answer. */
    int ask(Question question) throws IOException {
        out.write(("GET " + question.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + question.key()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            } else if (name.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        body = chunked ? chunks() : in.readNBytes(length);
        return status;
    }

    /** The body of the last answer. */
    byte[] body() {
        return body;
    }

    private byte[] chunks() throws IOException {
        byte[] joined = new byte[0];
        while (true) {
            int size = Integer.parseInt(line(), 16);
            byte[] chunk = in.readNBytes(size);
            line();
            if (size == 0) {
                return joined;
            }
            int before = joined.length;
            joined = Arrays.copyOf(joined, before + size);
            System.arraycopy(chunk, 0, joined, before, size);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server has closed the connection");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
