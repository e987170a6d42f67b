package dev.weir.api.imports;

/** A source cannot be read further; the message says why, without naming the source. */
final class BrokenSourceException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenSourceException(String message) {
        super(message);
    }

    BrokenSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
