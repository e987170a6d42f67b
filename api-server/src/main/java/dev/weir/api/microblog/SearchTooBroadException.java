package dev.weir.api.microblog;

/**
 * A search that does not end within its time on a database that answers others at once: it asks for too much. Searching
 * again will not help; asking for less will.
 */
public final class SearchTooBroadException extends RuntimeException {

    public SearchTooBroadException(String message, Throwable cause) {
        super(message, cause);
    }
}
