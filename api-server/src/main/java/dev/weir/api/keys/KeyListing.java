package dev.weir.api.keys;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What may be shown of a key after it was made.
 *
 * @param id the public part
 * @param hint its beginning and end, to recognise it by
 * @param accountId the account that owns it
 * @param appId the app it belongs to
 * @param test whether it is a test key
 * @param scopes what it may do
 * @param userId the microblog user it acts for; empty for an app-only key
 * @param createdAt when it was made
 * @param expiresAt the first instant at which it no longer works; empty for never
 * @param revokedAt when it was revoked; empty while it is not
 */
public record KeyListing(
        String id,
        String hint,
        long accountId,
        long appId,
        boolean test,
        Set<String> scopes,
        Optional<Long> userId,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {

    public KeyListing {
        scopes = Set.copyOf(scopes);
    }
}
