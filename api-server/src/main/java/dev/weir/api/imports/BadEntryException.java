package dev.weir.api.imports;

/** A line says something that cannot be imported; the message says what, without naming the line. */
final class BadEntryException extends Exception {

    private static final long serialVersionUID = 1L;

    BadEntryException(String message) {
        super(message);
    }
}
