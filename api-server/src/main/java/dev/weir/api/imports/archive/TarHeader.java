package dev.weir.api.imports.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/**
 * The header of an entry of a tar archive (POSIX.1-1988 "ustar", with GNU's form of large sizes).
 *
 * @param name as the header has it
 * @param size of the content, in bytes
 * @param type the letter that says what it is
 */
record TarHeader(String name, long size, char type) {

    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;

    /** Whether a block looks like the first of a tar archive. */
    static boolean begins(byte[] block) {
        return block.length >= BLOCK && new String(block, MAGIC, 5, US_ASCII).equals("ustar");
    }

    static boolean isEmpty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    static TarHeader of(byte[] block) throws IOException {
        if (sum(block) != octal(block, CHECKSUM, 8)) {
            throw new IOException("the tar archive is damaged: the checksum of a header is wrong");
        }
        var name = text(block, 0, NAME);
        var prefix = begins(block) ? text(block, PREFIX, 155) : "";
        return new TarHeader(prefix.isEmpty() ? name : prefix + "/" + name, size(block), (char) block[TYPE]);
    }

    private static long size(byte[] block) throws IOException {
        if ((block[SIZE] & 0x80) == 0) {
            return octal(block, SIZE, 12);
        }
        long size = 0;
        for (int i = SIZE + 4; i < SIZE + 12; i++) {
            size = size << 8 | (block[i] & 0xff);
        }
        if (size < 0) {
            throw new IOException("the tar archive is damaged: a size is negative");
        }
        return size;
    }

    private static long octal(byte[] block, int from, int length) throws IOException {
        var digits = text(block, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("the tar archive is damaged: a header holds no number where one belongs", e);
        }
    }

    private static long sum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(block, from, end), UTF_8);
    }
}
