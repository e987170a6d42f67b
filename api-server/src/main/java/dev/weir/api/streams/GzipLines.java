package dev.weir.api.streams;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses lines so that each can be read as soon as it arrives (RFC 1952, with a sync flush behind every line). Holds
 * some 260 KB outside the heap until {@link #close}. Not thread-safe.
 */
final class GzipLines implements AutoCloseable {

    /** Magic number, deflate, no flags, no time, no hint, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER_BYTES = 8;
    private static final int BUFFER = 4096;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private boolean begun;

    /** The bytes that bring this line to the reader. */
    byte[] line(byte[] line) {
        checksum.update(line);
        deflater.setInput(line);
        var out = begin(line.length);
        drain(out, Deflater.SYNC_FLUSH);
        return out.toByteArray();
    }

    /** The bytes that end the stream. */
    byte[] end() {
        deflater.finish();
        var out = begin(TRAILER_BYTES);
        drain(out, Deflater.NO_FLUSH);
        out.writeBytes(ByteBuffer.allocate(TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) deflater.getBytesRead())
                .array());
        return out.toByteArray();
    }

    private ByteArrayOutputStream begin(int size) {
        var out = new ByteArrayOutputStream(size);
        if (!begun) {
            out.writeBytes(HEADER);
            begun = true;
        }
        return out;
    }

    private void drain(ByteArrayOutputStream out, int flush) {
        int written;
        do {
            written = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, written);
        } while (written == buffer.length);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
