package dev.weir.api.search;

/** A query that cannot be understood, or that asks for what search cannot do. The message says where, and what would do. */
public final class InvalidQueryException extends Exception {

    private final int position;

    InvalidQueryException(int position, String message) {
        super(message + " (at position " + position + ")", null, false, false);
        this.position = position;
    }

    /** Where the fault begins: characters (code points) from 1. */
    public int position() {
        return position;
    }
}
