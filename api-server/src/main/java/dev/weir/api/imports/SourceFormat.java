package dev.weir.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.api.imports.archive.ArchiveLimits;
import dev.weir.api.imports.archive.TarArchive;
import dev.weir.api.imports.archive.UnsafeArchiveException;
import dev.weir.api.imports.archive.ZipArchive;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Tells by its content what a source is, and opens it: NDJSON in the shape of the data API, NDJSON of Bluesky's Jetstream,
 * the zip of Twitter, the zip or tar of Mastodon. All but zips may be gzipped.
 */
final class SourceFormat {

    private static final int SAMPLE = 1 << 16;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final int index;
    private final ImportSource source;
    private final EntryReader reader;
    private final Connection connection;
    private final ArchiveLimits limits;

    private SourceFormat(
            int index, ImportSource source, EntryReader reader, Connection connection, ArchiveLimits limits) {
        this.index = index;
        this.source = source;
        this.reader = reader;
        this.connection = connection;
        this.limits = limits;
    }

    /**
     * Opens a source.
     *
     * @param index which of the sources it is
     * @throws BrokenSourceException it is of no known format, not safe to read, or cannot be read
     */
    static Feed open(int index, ImportSource source, EntryReader reader, Connection connection, ArchiveLimits limits)
            throws BrokenSourceException {
        return new SourceFormat(index, source, reader, connection, limits).open();
    }

    private Feed open() throws BrokenSourceException {
        try {
            var in = new PushbackInputStream(source.opening().open(), SAMPLE);
            try {
                return open(in);
            } catch (IOException | BrokenSourceException | RuntimeException e) {
                closeQuietly(in, e);
                throw e;
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private Feed open(PushbackInputStream in) throws IOException, BrokenSourceException {
        var start = in.readNBytes(SAMPLE);
        in.unread(start);
        if (startsWith(start, ZIP)) {
            return zip(in);
        }
        boolean gzipped = startsWith(start, GZIP);
        var text = gzipped ? unpacked(start) : start;
        if (TarArchive.begins(text)) {
            try (in) {
                return new MastodonFeed(
                        index, TarArchive.read(in, gzipped, MastodonFeed::reads, limits), reader, connection);
            }
        }
        // Reading anew would lose what is not a file.
        var again = new ImportSource(source.name(), () -> in, source.size(), Optional.empty());
        return isJetstream(text)
                ? new JetstreamFeed(index, again, Lines.of(again), reader, connection)
                : new LineFeed(index, again, Lines.of(again), reader);
    }

    private Feed zip(InputStream in) throws IOException, BrokenSourceException {
        var file = source.file();
        if (file.isPresent()) {
            in.close();
            return zip(file.get());
        }
        var copy = Files.createTempFile("weir-import-", ".zip");
        try (in) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return zip(copy);
        } finally {
            // The open file outlives its name.
            Files.deleteIfExists(copy);
        }
    }

    private Feed zip(Path file) throws IOException, BrokenSourceException {
        var archive = ZipArchive.open(file, limits);
        try {
            if (archive.names().stream().anyMatch(MastodonFeed::reads)) {
                return new MastodonFeed(index, archive, reader, connection);
            }
            if (TwitterFeed.isIn(archive)) {
                return new TwitterFeed(index, archive, reader);
            }
        } catch (IOException | BrokenSourceException | RuntimeException e) {
            closeQuietly(archive, e);
            throw e;
        }
        archive.close();
        throw new BrokenSourceException(
                "is a zip archive, but not of Twitter (it has no data/account.js) or Mastodon (it has no outbox.json); NDJSON"
                        + " must be unpacked first");
    }

    /** The beginning of what the beginning of a gzip file unpacks to. */
    private static byte[] unpacked(byte[] start) {
        var text = new byte[SAMPLE];
        int length = 0;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(start))) {
            for (int read = 0; read >= 0 && length < SAMPLE; read = in.read(text, length, SAMPLE - length)) {
                length += read;
            }
        } catch (IOException e) {
            // Cut off by us or broken: whoever reads it in earnest will tell.
        }
        return Arrays.copyOf(text, length);
    }

    private static boolean isJetstream(byte[] text) {
        var first = new String(text, UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
        return JETSTREAM.matcher(first).find() && first.contains("\"time_us\"") && first.contains("\"kind\"");
    }

    private static final Pattern JETSTREAM = Pattern.compile("^\\W{0,3}\\{.*\"did\"\\s*:\\s*\"did:");

    private static boolean startsWith(byte[] start, byte[] bytes) {
        return start.length >= bytes.length && Arrays.equals(start, 0, bytes.length, bytes, 0, bytes.length);
    }

    /** Says what an archive's fault means. */
    static BrokenSourceException broken(IOException e) {
        if (e instanceof UnsafeArchiveException) {
            return new BrokenSourceException("is refused as unsafe: " + e.getMessage(), e);
        }
        if (e instanceof EOFException) {
            return new BrokenSourceException("ends too early; the file is cut off", e);
        }
        if (e instanceof ZipException) {
            return new BrokenSourceException("the archive is damaged (" + e.getMessage() + ")", e);
        }
        return new BrokenSourceException("cannot be read: " + Printable.line(String.valueOf(e.getMessage())), e);
    }

    private static void closeQuietly(java.io.Closeable stream, Exception reason) {
        try {
            stream.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** How much of so many bytes has been read, 0 to 1. */
    static double fraction(long read, OptionalLong size) {
        return size.isPresent() && size.getAsLong() > 0 ? Math.min(1, (double) read / size.getAsLong()) : 0;
    }
}
