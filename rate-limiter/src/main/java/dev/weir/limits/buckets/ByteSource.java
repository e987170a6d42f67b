package dev.weir.limits.buckets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteSink} wrote and never past the end: whatever is missing is a {@link MalformedBytesException}. */
final class ByteSource {

    /** Eight bytes of an array as a number. */
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    long unsigned() {
        byte[] from = bytes;
        int next = at;
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && next < end; shift += 7) {
            int one = from[next++];
            value |= (long) (one & 0x7f) << shift;
            if (one >= 0) {
                at = next;
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

    void skipText() {
        skip(count(LONGEST_TEXT));
    }

    /** A copy of what was read since then. */
    byte[] since(int from) {
        return Arrays.copyOfRange(bytes, from, at);
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
