package dev.weir.limits.buckets;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteSink} wrote and never past the end: whatever is missing is a {@link MalformedBytesException}. */
final class ByteSource {

    private static final int LONGEST_TEXT = 512;

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int one() {
        need(1);
        return bytes[at++] & 0xff;
    }

    long fixed() {
        need(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (bytes[at++] & 0xff);
        }
        return value;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = one();
            value |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedBytesException("a number does not end at byte " + at);
    }

    long signed() {
        long coded = unsigned();
        return (coded >>> 1) ^ -(coded & 1);
    }

    /** A count of things, refused when it is more than the caller can believe. */
    int count(int most) {
        long value = unsigned();
        if (value < 0 || value > most) {
            throw new MalformedBytesException("expected at most " + most + " before byte " + at + ", saw " + value);
        }
        return (int) value;
    }

    String text() {
        int length = count(LONGEST_TEXT);
        need(length);
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    int at() {
        return at;
    }

    void skip(int count) {
        need(count);
        at += count;
    }

    boolean atEnd() {
        return at == end;
    }

    private void need(int count) {
        if (count < 0 || count > end - at) {
            throw new MalformedBytesException("ends at byte " + end + ", needs " + count + " more after byte " + at);
        }
    }
}
