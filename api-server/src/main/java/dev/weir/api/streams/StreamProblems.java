package dev.weir.api.streams;

import dev.weir.api.endpoints.Policy;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemType;
import java.time.Duration;
import java.util.Map;

/** Why a stream cannot be opened. */
final class StreamProblems {

    private static final String TITLE = "ConnectionException";
    private static final String ISSUE = "connection_issue";
    private static final String DOCS = "/docs/errors/streaming-connection";

    private StreamProblems() {}

    static Problem noRules() {
        return new Problem(
                        TITLE,
                        "The app has no rules, so there is nothing to deliver. Add one by POST"
                                + " /2/tweets/search/stream/rules, then connect again.",
                        ProblemType.STREAMING_CONNECTION,
                        409,
                        Map.of(),
                        Map.of())
                .with(ISSUE, "RuleConfigurationIssue")
                .with("docs", DOCS);
    }

    /** @param gone how long a connection counts whose gateway has died */
    static Problem tooManyConnections(Policy policy, Duration gone) {
        return new Problem(
                        TITLE,
                        "This stream is currently at the maximum allowed connection limit.",
                        ProblemType.STREAMING_CONNECTION,
                        429,
                        Map.of(),
                        Map.of())
                .with(ISSUE, "TooManyConnections")
                .with("plan", policy.plan())
                .with("connections", policy.streams().connections())
                .with("docs", DOCS)
                .withHeader("Retry-After", Long.toString(gone.toSeconds()));
    }

    static Problem closing() {
        return Problem.unavailable(
                "This gateway is being taken out of service. Connect again: another one will answer.", 1);
    }
}
