package dev.weir.api.imports;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a source, one after the other, in memory that a long line cannot exhaust.
 *
 * <p>Whether the source is gzipped is told by its first bytes, not by its name. A byte order mark of UTF-8 is dropped.
 */
final class Lines implements Closeable {

    /** The longest line there may be, in bytes: several times a post of 25,000 characters, each written as escape. */
    static final int LONGEST_LINE = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_START = 4;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] UTF_16_LE_MARK = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] UTF_16_BE_MARK = {(byte) 0xfe, (byte) 0xff};

    /**
     * A line.
     *
     * @param number counted from 1
     * @param text without its end
     * @param complaint why the text cannot be had; it is empty then
     */
    record Line(long number, String text, @Nullable String complaint) {}

    private final CountedBytes raw;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long number;

    private Lines(CountedBytes raw, InputStream in) {
        this.raw = raw;
        this.in = in;
    }

    static Lines of(ImportSource source) throws BrokenSourceException {
        @Nullable InputStream opened = null;
        try {
            opened = source.opening().open();
            var raw = new CountedBytes(opened);
            return new Lines(raw, text(raw));
        } catch (IOException e) {
            if (opened != null) {
                closeQuietly(opened, e);
            }
            throw broken(e);
        } catch (BrokenSourceException e) {
            if (opened != null) {
                closeQuietly(opened, e);
            }
            throw e;
        }
    }

    /** The next line, or empty at the end. */
    Optional<Line> next() throws BrokenSourceException {
        try {
            return read();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** How many lines have been given. */
    long number() {
        return number;
    }

    /** How many bytes of the source have been used, before decompression. */
    long bytes() {
        return raw.count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private Optional<Line> read() throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        boolean any = false;
        while (true) {
            if (position == limit && !fill()) {
                return any ? Optional.of(line(bytes, tooLong)) : Optional.empty();
            }
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (bytes.size() + end - position > LONGEST_LINE) {
                tooLong = true;
                bytes.reset();
            }
            if (!tooLong) {
                bytes.write(buffer, position, end - position);
            }
            position = Math.min(limit, end + 1);
            if (end < limit) {
                return Optional.of(line(bytes, tooLong));
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, read);
        return read > 0;
    }

    private Line line(ByteArrayOutputStream bytes, boolean tooLong) {
        number++;
        if (tooLong) {
            return new Line(number, "", "the line is longer than %,d bytes".formatted(LONGEST_LINE));
        }
        var input = ByteBuffer.wrap(bytes.toByteArray());
        try {
            return new Line(number, decoder.decode(input).toString(), null);
        } catch (CharacterCodingException e) {
            return new Line(number, "", "not UTF-8, from byte %,d of the line on".formatted(input.position() + 1));
        }
    }

    // Not buffered: BufferedInputStream asks a gzip stream for more than it needs, and loses what it has when the
    // stream
    // then breaks.
    private static InputStream text(InputStream raw) throws IOException, BrokenSourceException {
        var in = new PushbackInputStream(raw, LONGEST_START);
        return startsWith(start(in), GZIP)
                ? withoutMark(new PushbackInputStream(new GZIPInputStream(in, BUFFER), LONGEST_START))
                : withoutMark(in);
    }

    private static InputStream withoutMark(PushbackInputStream text) throws IOException, BrokenSourceException {
        var start = start(text);
        if (start.length == 0) {
            throw new BrokenSourceException("there is nothing in it");
        }
        if (startsWith(start, ZIP)) {
            throw new BrokenSourceException("is a zip archive; unpack it and import the NDJSON files in it");
        }
        if (startsWith(start, UTF_16_LE_MARK) || startsWith(start, UTF_16_BE_MARK)) {
            throw new BrokenSourceException("is UTF-16; convert it to UTF-8");
        }
        if (startsWith(start, UTF_8_MARK)) {
            text.skipNBytes(UTF_8_MARK.length);
        }
        return text;
    }

    /** The first bytes of a stream, which stay in it. */
    private static byte[] start(PushbackInputStream in) throws IOException {
        var start = in.readNBytes(LONGEST_START);
        in.unread(start);
        return start;
    }

    private static boolean startsWith(byte[] start, byte[] bytes) {
        return start.length >= bytes.length && Arrays.equals(start, 0, bytes.length, bytes, 0, bytes.length);
    }

    private static BrokenSourceException broken(IOException e) {
        if (e instanceof EOFException) {
            return new BrokenSourceException("the compressed data ends too early; the file is cut off", e);
        }
        if (e instanceof ZipException) {
            return new BrokenSourceException("the compressed data is damaged (" + e.getMessage() + ")", e);
        }
        return new BrokenSourceException("cannot be read: " + e.getMessage(), e);
    }

    private static void closeQuietly(InputStream stream, Exception reason) {
        try {
            stream.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static final class CountedBytes extends FilterInputStream {

        private long count;

        private CountedBytes(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
