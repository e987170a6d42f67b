package dev.weir.api.imports.archive;

import java.io.IOException;

/** An archive is made so that unpacking it could do harm; the message says how. */
public final class UnsafeArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsafeArchiveException(String message) {
        super(message);
    }
}
