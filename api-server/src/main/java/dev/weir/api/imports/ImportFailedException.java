package dev.weir.api.imports;

import org.jspecify.annotations.Nullable;

/** An import could not go on, for a reason that its message tells along with what to do. */
public final class ImportFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportFailedException(String message) {
        super(message);
    }

    ImportFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
