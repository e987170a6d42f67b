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
}
