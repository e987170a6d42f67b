package dev.weir.api.keys;

import java.util.Optional;
import java.util.Set;

/**
 * Whom a key speaks for.
 *
 * @param keyId the public part of the key, safe to log
 * @param appId the app: window limits count for it
 * @param accountId the account: quotas count for it
 * @param plan name of the account's plan
 * @param test whether it is a test key
 * @param userId the microblog user it acts for; empty for an app-only key
 * @param scopes what it may do
 */
public record Caller(
        String keyId,
        long appId,
        long accountId,
        String plan,
        boolean test,
        Optional<Long> userId,
        Set<String> scopes) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }
}
