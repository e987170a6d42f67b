package dev.weir.api.compliance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A list of ids, one a line, read chunk by chunk. Blank lines are passed over; a carriage return at the end of a line is
 * part of the end.
 */
final class IdChunks {

    /** Ids in a chunk. */
    static final int SIZE = 10_000;
    /** The longest list, in bytes: one and a half million ids. */
    static final long LARGEST = 32L << 20;

    private static final int LONGEST_ID = 19;

    /** A list that cannot be taken, and why. */
    static final class BadListException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean tooLarge;

        BadListException(String message, boolean tooLarge) {
            super(message);
            this.tooLarge = tooLarge;
        }

        boolean isTooLarge() {
            return tooLarge;
        }
    }

    private final InputStream in;
    private long bytes;
    private long line;

    IdChunks(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next ids, separated by commas; empty at the end. */
    String next() throws IOException {
        StringBuilder ids = new StringBuilder(SIZE * (LONGEST_ID + 1));
        int count = 0;
        StringBuilder id = new StringBuilder(LONGEST_ID + 1);
        while (count < SIZE) {
            int c = in.read();
            bytes++;
            if (bytes > LARGEST) {
                throw new BadListException(
                        "The list is larger than " + LARGEST + " bytes: send it in several jobs", true);
            }
            if (c >= '0' && c <= '9' && id.length() <= LONGEST_ID) {
                id.append((char) c);
            } else if (c == '\n' || c < 0) {
                line++;
                if (id.length() > 0) {
                    ids.append(count == 0 ? "" : ",").append(checked(id.toString()));
                    id.setLength(0);
                    count++;
                }
                if (c < 0) {
                    return ids.toString();
                }
            } else if (c != '\r') {
                throw bad();
            }
        }
        return ids.toString();
    }

    private String checked(String id) {
        try {
            return Long.toString(Long.parseLong(id));
        } catch (NumberFormatException e) {
            throw new BadListException("Line " + line + " is beyond the largest id, " + Long.MAX_VALUE, false);
        }
    }

    private BadListException bad() {
        return new BadListException(
                "Line " + (line + 1)
                        + " is no id: the list has one id of 1 to 19 digits on each line, and nothing else",
                false);
    }
}
