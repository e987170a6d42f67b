package dev.weir.api.keys;

import java.util.Optional;

/** Knows whom each key speaks for. Thread-safe. */
public interface KeyDirectory {

    /**
     * Whom this key speaks for; empty when it is malformed, unknown, wrong, expired or revoked, which callers must not
     * be able to tell apart.
     *
     * @param presented the key as the caller sent it, any text
     * @throws KeysUnavailableException when nobody can tell: our fault, never the caller's
     */
    Optional<Caller> find(String presented) throws KeysUnavailableException;

    /**
     * Whom the key speaks for now that was found a while ago: for calls that last. Empty when it has expired or was
     * revoked since.
     *
     * @param keyId {@link Caller#keyId}
     * @throws KeysUnavailableException when nobody can tell
     */
    Optional<Caller> current(String keyId) throws KeysUnavailableException;
}
