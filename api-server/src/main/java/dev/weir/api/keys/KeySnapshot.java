package dev.weir.api.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file with the keys that a node knew, for its next start while the database is away. Hashes only, no secrets.
 *
 * <p>The first line is signed with the {@link Pepper} over all that follows: a file that was cut, edited or made under
 * another pepper is refused as a whole. Readable by the owner alone.
 *
 * @param position where the database's history stood; what changed later is not in here
 * @param keys the keys
 */
record KeySnapshot(long position, List<StoredKey> keys) {

    private static final String FORM = "weir-keys-1";
    private static final long LARGEST_BYTES = 64L << 20;
    private static final String NONE = "-";
    private static final Set<String> NO_SCOPES = Set.of();

    KeySnapshot {
        keys = List.copyOf(keys);
    }

    /** Replaces the file in one step; a reader sees the old one or the new one, also after a power failure. */
    void write(Path file, Pepper pepper) throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(ascii(position + "\n"));
        keys.forEach(key -> body.writeBytes(ascii(line(key))));
        var signature = HexFormat.of().formatHex(pepper.sign(body.toByteArray()));
        var content = new ByteArrayOutputStream();
        content.writeBytes(ascii(FORM + " " + signature + "\n"));
        content.writeBytes(body.toByteArray());

        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads the file; empty when there is none.
     *
     * @throws IOException when it cannot be read or is not what {@link #write} wrote under this pepper
     */
    static Optional<KeySnapshot> read(Path file, Pepper pepper) throws IOException {
        byte[] content;
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new IOException(file + " is larger than " + LARGEST_BYTES + " bytes");
            }
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        var text = new String(content, StandardCharsets.US_ASCII);
        int headEnds = text.indexOf('\n') + 1;
        var signature = pepper.sign(Arrays.copyOfRange(content, headEnds, content.length));
        var head = FORM + " " + HexFormat.of().formatHex(signature) + "\n";
        if (!MessageDigest.isEqual(ascii(head), ascii(text.substring(0, headEnds)))) {
            throw new IOException(file + " is damaged or was written under another pepper");
        }
        var lines = text.substring(headEnds).lines().toList();
        return Optional.of(new KeySnapshot(
                Long.parseLong(lines.get(0)),
                lines.stream().skip(1).map(KeySnapshot::key).toList()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(StoredKey key) {
        var caller = key.caller();
        return String.join(
                        "\t",
                        caller.keyId(),
                        key.hash().hex(),
                        Long.toString(caller.appId()),
                        Long.toString(caller.accountId()),
                        caller.plan(),
                        Boolean.toString(caller.test()),
                        caller.userId().map(id -> Long.toString(id)).orElse(NONE),
                        caller.scopes().isEmpty() ? NONE : joined(caller.scopes()),
                        key.expiresAt().map(Instant::toString).orElse(NONE))
                + "\n";
    }

    private static String joined(Collection<String> scopes) {
        return scopes.stream().sorted().collect(Collectors.joining(","));
    }

    private static StoredKey key(String line) {
        var cells = line.split("\t", -1);
        var caller = new Caller(
                cells[0],
                Long.parseLong(cells[2]),
                Long.parseLong(cells[3]),
                cells[4],
                Boolean.parseBoolean(cells[5]),
                present(cells[6]).map(Long::valueOf),
                present(cells[7]).map(scopes -> Set.of(scopes.split(",", -1))).orElse(NO_SCOPES));
        return new StoredKey(KeyHash.ofHex(cells[1]), caller, present(cells[8]).map(Instant::parse));
    }

    private static Optional<String> present(String cell) {
        return cell.equals(NONE) ? Optional.empty() : Optional.of(cell);
    }
}
