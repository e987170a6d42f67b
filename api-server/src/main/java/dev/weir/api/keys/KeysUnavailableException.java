package dev.weir.api.keys;

/** The keys cannot be looked up now, so nobody can tell whether one is good. */
public final class KeysUnavailableException extends Exception {
    public KeysUnavailableException(String message) {
        super(message);
    }

    public KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
