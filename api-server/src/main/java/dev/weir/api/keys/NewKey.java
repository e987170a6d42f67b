package dev.weir.api.keys;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key to be made.
 *
 * @param appId the app it belongs to
 * @param test whether it is a test key
 * @param scopes what it may do, each 1 to 32 characters of {@code a-z . : _ -}
 * @param userId the microblog user it acts for; empty for an app-only key
 * @param expiresAt the first instant at which it no longer works; empty for never
 */
public record NewKey(long appId, boolean test, Set<String> scopes, Optional<Long> userId, Optional<Instant> expiresAt) {

    public NewKey {
        scopes = Set.copyOf(scopes);
        scopes.stream()
                .filter(scope -> !scope.matches("[a-z.:_-]{1,32}"))
                .findAny()
                .ifPresent(scope -> {
                    throw new AccountException("a scope is 1 to 32 characters of a-z . : _ -, was \"" + scope + "\"");
                });
    }

    /** An app-only live key that does not expire. */
    public static NewKey live(long appId, Set<String> scopes) {
        return new NewKey(appId, false, scopes, Optional.empty(), Optional.empty());
    }

    /** The same key, acting for a microblog user. */
    public NewKey actingFor(long microblogUser) {
        return new NewKey(appId, test, scopes, Optional.of(microblogUser), expiresAt);
    }
}
