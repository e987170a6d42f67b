package dev.weir.api.gateway;

import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses query strings that are not UTF-8, instead of searching for the replacement characters they decode to. */
final class Encoding {

    private static final char REPLACEMENT = '\ufffd';
    private static final String REPLACEMENT_ENCODED = "%EF%BF%BD";

    private Encoding() {}

    /**
     * @param raw the query string as it was sent; null when there is none
     * @param query the same, decoded
     * @throws ProblemException 400, naming the parameter
     */
    static void refuseBrokenUtf8(@Nullable String raw, Map<String, List<String>> query) {
        if (raw == null || raw.toUpperCase(java.util.Locale.ROOT).contains(REPLACEMENT_ENCODED)) {
            return;
        }
        query.forEach((name, values) -> values.stream()
                .filter(value -> value.indexOf(REPLACEMENT) >= 0)
                .findFirst()
                .ifPresent(value -> {
                    throw new ProblemException(Problem.invalidRequest(
                            name, value, "The value is not UTF-8: percent-encode the bytes of its UTF-8 form."));
                }));
    }
}
