package dev.weir.api.imports.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** An archive whose table of contents has been found harmless. */
public interface Archive extends Closeable {

    /** The names of the files that can be opened. */
    Set<String> names();

    /**
     * Opens a file; any number of times.
     *
     * @throws UnsafeArchiveException here or from a read: it unpacks to more than it may
     */
    InputStream open(String name) throws IOException;

    /** The unpacked size of a file in bytes, as the archive says. */
    long size(String name);
}
