package dev.weir.api.imports.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip file. Its directory decides what is in it, and is checked whole before anything is read. */
public final class ZipArchive implements Archive {

    private final ZipFile zip;
    private final ArchiveLimits limits;
    private final Map<String, ZipEntry> files = new LinkedHashMap<>();

    private ZipArchive(ZipFile zip, ArchiveLimits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    /**
     * Opens a file.
     *
     * @throws UnsafeArchiveException a name or a size in it is not what an honest archive has
     * @throws IOException it is damaged, or cannot be read
     */
    public static ZipArchive open(Path file, ArchiveLimits limits) throws IOException {
        var archive = new ZipArchive(new ZipFile(file.toFile()), limits);
        try {
            archive.check();
            return archive;
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private void check() throws IOException {
        var contents = new Contents(limits);
        long total = 0;
        for (var entries = zip.entries(); entries.hasMoreElements(); ) {
            var entry = entries.nextElement();
            contents.add(entry.getName());
            if (!entry.isDirectory()) {
                limits.check(
                        Contents.shown(entry.getName()),
                        Math.max(0, entry.getCompressedSize()),
                        Math.max(0, entry.getSize()));
                total += Math.max(0, entry.getSize());
                limits.checkTotal(total);
                files.put(entry.getName(), entry);
            }
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(files.keySet());
    }

    @Override
    public InputStream open(String name) throws IOException {
        var entry = files.get(name);
        if (entry == null) {
            throw new FileNotFoundException(name);
        }
        // What the directory says of a size may be a lie: what comes out is counted too.
        return new GuardedBytes(zip.getInputStream(entry), Contents.shown(name), limits, entry::getCompressedSize);
    }

    @Override
    public long size(String name) {
        var entry = files.get(name);
        return entry == null ? 0 : Math.max(0, entry.getSize());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
