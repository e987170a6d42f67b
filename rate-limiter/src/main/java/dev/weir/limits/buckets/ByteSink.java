package dev.weir.limits.buckets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows a byte array: variable-length numbers, fixed eight-byte numbers, texts with their length in front. */
final class ByteSink {

    private static final int CONTINUES = 0x80;
    private static final int SEVEN_BITS = 0x7f;

    private byte[] bytes;
    private int length;

    ByteSink(int expected) {
        bytes = new byte[Math.max(16, expected)];
    }

    void one(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void fixed(long value) {
        room(Long.BYTES);
        ByteSource.LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Small when the value is small and not negative. */
    void unsigned(long value) {
        room(10);
        // Locals, which stay in registers: most of what an exchange writes are these.
        byte[] to = bytes;
        int at = length;
        long left = value;
        while ((left & ~SEVEN_BITS) != 0) {
            to[at++] = (byte) ((left & SEVEN_BITS) | CONTINUES);
            left >>>= 7;
        }
        to[at++] = (byte) left;
        length = at;
    }

    /** Small when the value is near 0, on either side. */
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        unsigned(encoded.length);
        raw(encoded, 0, encoded.length);
    }

    void raw(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Begins anew in the same room. */
    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] backing() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
