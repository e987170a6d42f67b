package dev.weir.api.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something to import from. What it is, its content tells.
 *
 * @param name as problems name it
 * @param opening opens it, once
 * @param size in bytes, where known
 * @param file the file it is, where it is one
 */
public record ImportSource(String name, Opening opening, OptionalLong size, Optional<Path> file) {

    /** Opens a source. */
    public interface Opening {
        InputStream open() throws IOException;
    }

    /**
     * A file.
     *
     * @throws ImportFailedException there is none, or it cannot be read
     */
    public static ImportSource file(Path path) {
        if (!Files.exists(path)) {
            throw new ImportFailedException("there is no file " + path);
        }
        if (Files.isDirectory(path)) {
            throw new ImportFailedException(path + " is a directory; name the files in it, such as " + path + "/*.gz");
        }
        if (!Files.isReadable(path)) {
            throw new ImportFailedException("not allowed to read " + path);
        }
        try {
            // A pipe or a device has no size.
            boolean regular = Files.isRegularFile(path);
            return new ImportSource(
                    path.toString(),
                    () -> Files.newInputStream(path),
                    regular ? OptionalLong.of(Files.size(path)) : OptionalLong.empty(),
                    regular ? Optional.of(path) : Optional.empty());
        } catch (IOException e) {
            throw new ImportFailedException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** A stream; closed when read. */
    public static ImportSource stream(String name, InputStream stream) {
        return new ImportSource(name, () -> stream, OptionalLong.empty(), Optional.empty());
    }
}
