package dev.weir.api.gateway;

import dev.weir.api.problems.InvalidParameter;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the key in a request, and refuses a key in the place where it leaks. */
final class Credentials {

    private static final String SCHEME = "bearer ";
    private static final Set<String> KEY_PARAMETERS =
            Set.of("access_token", "api_key", "apikey", "bearer_token", "key");

    private Credentials() {}

    /** The bearer key of an {@code Authorization} header; empty when there is none. */
    static Optional<String> bearer(List<String> authorization) {
        if (authorization.size() != 1) {
            return Optional.empty();
        }
        String value = authorization.get(0).strip();
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(value.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /**
     * Refuses a key in the query string: addresses end up in logs, histories and referrers.
     *
     * @throws ProblemException 400; the key is not repeated
     */
    static void refuseKeyInQuery(Map<String, List<String>> query) {
        query.forEach((name, values) -> {
            boolean named = KEY_PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
            boolean looksLikeOne = values.stream().anyMatch(value -> value.startsWith("weir_"));
            if (named || looksLikeOne) {
                throw new ProblemException(Problem.invalidRequest(List.of(new InvalidParameter(
                        Map.of(name.startsWith("weir_") ? "(a key)" : name, List.of("(not repeated)")),
                        "A key must not stand in the address: it ends up in logs and histories. Send it in the header"
                                + " 'Authorization: Bearer KEY', and replace this key: treat it as exposed."))));
            }
        });
    }

    /** The one answer to a missing, malformed, unknown, wrong, expired or revoked key. */
    static Problem unauthorized() {
        return Problem.of(401, "Unauthorized", "Unauthorized")
                .with("fix", "Send a valid key in the header 'Authorization: Bearer weir_live_…'.")
                .withHeader("WWW-Authenticate", "Bearer");
    }

    /** The key is good, but of a kind that this endpoint does not serve. */
    static Problem wrongKind(String endpoint, boolean actsForUser) {
        return new Problem(
                "Unsupported Authentication",
                "Authenticating with " + (actsForUser ? "a user token" : "an app-only key") + " is not allowed for "
                        + endpoint + ". Use " + (actsForUser ? "an app-only key." : "a user token."),
                ProblemType.UNSUPPORTED_AUTHENTICATION,
                403,
                Map.of(),
                Map.of());
    }
}
