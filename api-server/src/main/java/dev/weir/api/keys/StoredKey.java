package dev.weir.api.keys;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that is not revoked, as it is kept: enough to recognise it and to say whom it speaks for, not to make it again.
 *
 * @param hash what a presented key must hash to
 * @param caller whom it speaks for
 * @param expiresAt the first instant at which it no longer works; empty for never
 */
record StoredKey(KeyHash hash, Caller caller, Optional<Instant> expiresAt) {

    String id() {
        return caller.keyId();
    }

    /** The caller, when a key with this hash may speak for it now. */
    Optional<Caller> admit(KeyHash presented, Instant now) {
        boolean right = hash.matches(presented);
        return right ? inTime(now) : Optional.empty();
    }

    /** The caller, unless the key has expired by now. */
    Optional<Caller> inTime(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get()) ? Optional.of(caller) : Optional.empty();
    }

    StoredKey onPlan(String plan) {
        var moved = new Caller(
                caller.keyId(),
                caller.appId(),
                caller.accountId(),
                plan,
                caller.test(),
                caller.userId(),
                caller.scopes());
        return new StoredKey(hash, moved, expiresAt);
    }
}
