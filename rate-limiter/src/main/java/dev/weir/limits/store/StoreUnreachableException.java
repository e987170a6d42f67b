package dev.weir.limits.store;

/** The limit store cannot even be asked: not connected yet, or shutting down. Nothing was sent. */
public final class StoreUnreachableException extends RuntimeException {

    public StoreUnreachableException(String message) {
        super(message);
    }

    public StoreUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
