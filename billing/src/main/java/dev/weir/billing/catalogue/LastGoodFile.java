package dev.weir.billing.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last catalogue that was in force on this node, kept on local disk for a start without the database. The first line
 * has its version and hash; the rest is the text.
 */
final class LastGoodFile {

    private static final Pattern HEADER =
            Pattern.compile("# weir catalogue, version ([0-9]{1,18}), sha256 ([0-9a-f]{64})");

    private final Path file;

    LastGoodFile(Path file) {
        this.file = file;
    }

    /**
     * A catalogue read back.
     *
     * @param version its number
     * @param sha256 its hash, which its text has
     * @param text the document
     */
    record Content(long version, String sha256, String text) {}

    /** Replaces the file in one step; a reader sees the old one or the new one, also after a power failure. */
    void write(Catalogue catalogue) throws IOException {
        var header = "# weir catalogue, version " + catalogue.version() + ", sha256 " + catalogue.sha256() + "\n";
        var directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap((header + catalogue.text()).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            // The new name is durable only with its directory.
            channel.force(true);
        }
    }

    /**
     * Reads it back; empty when there is none.
     *
     * @throws IOException when it cannot be read, or is not whole
     */
    Optional<Content> read() throws IOException {
        String content;
        try {
            if (Files.size(file) > 2L * CatalogueText.LARGEST_BYTES) {
                throw new IOException(file + " is too large to be a catalogue");
            }
            content = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int headerEnds = content.indexOf('\n');
        var header = HEADER.matcher(content.substring(0, Math.max(0, headerEnds)));
        if (!header.matches()) {
            throw new IOException(file + " does not begin with the header of a kept catalogue");
        }
        var text = content.substring(headerEnds + 1);
        if (!CatalogueText.sha256(text.getBytes(StandardCharsets.UTF_8)).equals(header.group(2))) {
            throw new IOException(file + " is damaged: its text has not the hash of its header");
        }
        return Optional.of(new Content(Long.parseLong(header.group(1)), header.group(2), text));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
