package dev.weir.api.exports;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one stretch of bytes that a {@code Range} header asks for (RFC 9110, section 14).
 *
 * @param from the first byte
 * @param until the first byte behind; {@code from} if there is nothing to be had
 */
record ByteRange(long from, long until) {

    private static final Pattern ONE = Pattern.compile("\\s*bytes\\s*=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})\\s*");

    /**
     * The range of a header; empty when it asks for several, or in a way that is not understood: such a header is to be
     * ignored, and the whole is answered.
     *
     * @param size of the whole, at least 1
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher one = ONE.matcher(header);
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(one.group(2)));
            return Optional.of(new ByteRange(size - last, size));
        }
        long from = Long.parseLong(one.group(1));
        long last = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
        if (from >= size) {
            return Optional.of(new ByteRange(size, size));
        }
        return last < from ? Optional.empty() : Optional.of(new ByteRange(from, Math.min(size, last + 1)));
    }

    boolean isEmpty() {
        return from >= until;
    }
}
