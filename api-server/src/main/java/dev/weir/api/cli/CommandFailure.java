package dev.weir.api.cli;

import org.jspecify.annotations.Nullable;

/** A command could not do what was asked, for a reason the person at the keyboard can act on; the message says how. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
