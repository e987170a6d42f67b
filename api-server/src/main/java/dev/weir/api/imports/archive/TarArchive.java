package dev.weir.api.imports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * A tar archive, plain or gzipped. It can be read only from front to back, so the files that are wanted are copied to
 * temporary ones, with names of ours; the rest is passed over. Links and devices are refused.
 */
public final class TarArchive implements Archive {

    private static final int LONGEST_NAME = 1 << 16;

    private final Path directory;
    private final Map<String, Path> files = new LinkedHashMap<>();

    private TarArchive(Path directory) {
        this.directory = directory;
    }

    /** Whether these first bytes are those of a tar archive. */
    public static boolean begins(byte[] start) {
        return TarHeader.begins(start);
    }

    /**
     * Reads an archive to its end.
     *
     * @param packed the archive; left open
     * @param gzipped whether it is
     * @param wanted which files can be opened afterwards
     * @throws UnsafeArchiveException something in it is not what an honest archive has
     * @throws IOException it is damaged, or cannot be read
     */
    public static TarArchive read(InputStream packed, boolean gzipped, Predicate<String> wanted, ArchiveLimits limits)
            throws IOException {
        var archive = new TarArchive(Files.createTempDirectory("weir-import-"));
        try {
            var counted = new Counted(packed);
            InputStream unpacked = gzipped ? new GZIPInputStream(counted, 1 << 16) : counted;
            archive.readAll(
                    new GuardedBytes(unpacked, "the archive", limits, () -> counted.count),
                    wanted,
                    new Contents(limits));
            return archive;
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private void readAll(InputStream in, Predicate<String> wanted, Contents contents) throws IOException {
        String longName = "";
        for (var block = block(in); block.length > 0 && !TarHeader.isEmpty(block); block = block(in)) {
            var header = TarHeader.of(block);
            switch (header.type()) {
                case 'L' -> longName = withoutEnd(new String(small(in, header.size()), UTF_8));
                case 'x' -> longName = paxPath(new String(small(in, header.size()), UTF_8), longName);
                case 'g' -> pass(in, header.size());
                case '0', '\0', '7', '5' -> {
                    var name = plain(longName.isEmpty() ? header.name() : longName);
                    longName = "";
                    if (header.type() == '5' || name.isEmpty() || name.endsWith("/")) {
                        pass(in, header.size());
                    } else {
                        contents.add(name);
                        take(in, name, header.size(), wanted);
                    }
                }
                case '1', '2' ->
                    throw new UnsafeArchiveException(
                            Contents.shown(header.name()) + " is a link, which may point anywhere");
                default ->
                    throw new UnsafeArchiveException(Contents.shown(header.name()) + " is neither a file nor a folder");
            }
        }
    }

    private void take(InputStream in, String name, long size, Predicate<String> wanted) throws IOException {
        if (!wanted.test(name)) {
            pass(in, size);
            return;
        }
        var file = directory.resolve(Integer.toString(files.size()));
        try (var out = Files.newOutputStream(file)) {
            long left = size;
            var buffer = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException();
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        in.skipNBytes(padding(size));
        files.put(name, file);
    }

    /** "./a" is "a". */
    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static byte[] block(InputStream in) throws IOException {
        var block = in.readNBytes(TarHeader.BLOCK);
        if (block.length > 0 && block.length < TarHeader.BLOCK) {
            throw new EOFException();
        }
        return block;
    }

    private static byte[] small(InputStream in, long size) throws IOException {
        if (size > LONGEST_NAME) {
            throw new UnsafeArchiveException("an entry has a name of %,d bytes".formatted(size));
        }
        var bytes = in.readNBytes((int) size);
        in.skipNBytes(padding(size));
        return bytes;
    }

    private static void pass(InputStream in, long size) throws IOException {
        in.skipNBytes(size);
        in.skipNBytes(padding(size));
    }

    private static long padding(long size) {
        return (TarHeader.BLOCK - size % TarHeader.BLOCK) % TarHeader.BLOCK;
    }

    private static String withoutEnd(String name) {
        int end = name.indexOf('\0');
        return end < 0 ? name : name.substring(0, end);
    }

    /** Records of the form "length key=value\n" (POSIX.1-2001, pax); of them only the path matters here. */
    private static String paxPath(String records, String otherwise) throws UnsafeArchiveException {
        for (String line : records.split("\n", -1)) {
            int key = line.indexOf(' ') + 1;
            if (line.startsWith("path=", key)) {
                return line.substring(key + "path=".length());
            }
            if (line.startsWith("size=", key)) {
                throw new UnsafeArchiveException("it holds a file of more than 8 GiB");
            }
        }
        return otherwise;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(files.keySet());
    }

    @Override
    public InputStream open(String name) throws IOException {
        var file = files.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return Files.newInputStream(file);
    }

    @Override
    public long size(String name) {
        var file = files.get(name);
        return file == null ? 0 : file.toFile().length();
    }

    @Override
    public void close() throws IOException {
        for (Path file : files.values()) {
            Files.deleteIfExists(file);
        }
        // A copy that broke off left a file that is not listed.
        Files.deleteIfExists(directory.resolve(Integer.toString(files.size())));
        Files.deleteIfExists(directory);
    }

    private static final class Counted extends FilterInputStream {

        private long count;

        private Counted(InputStream in) {
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
