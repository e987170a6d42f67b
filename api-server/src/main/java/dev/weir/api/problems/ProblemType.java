package dev.weir.api.problems;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The problem types of the data API. Existing clients know these URIs and no others: an unknown one makes the strictest
 * of them lose the status, so a new kind of problem takes the nearest of these and says more in extra members.
 */
public enum ProblemType {
    BLANK("about:blank"),
    CLIENT_FORBIDDEN("https://api.twitter.com/2/problems/client-forbidden"),
    CONFLICT("https://api.twitter.com/2/problems/conflict"),
    DUPLICATE_RULES("https://api.twitter.com/2/problems/duplicate-rules"),
    INVALID_REQUEST("https://api.twitter.com/2/problems/invalid-request"),
    INVALID_RULES("https://api.twitter.com/2/problems/invalid-rules"),
    NOT_AUTHORIZED_FOR_RESOURCE("https://api.twitter.com/2/problems/not-authorized-for-resource"),
    OPERATIONAL_DISCONNECT("https://api.twitter.com/2/problems/operational-disconnect"),
    RESOURCE_NOT_FOUND("https://api.twitter.com/2/problems/resource-not-found"),
    RULE_CAP("https://api.twitter.com/2/problems/rule-cap"),
    STREAMING_CONNECTION("https://api.twitter.com/2/problems/streaming-connection"),
    UNSUPPORTED_AUTHENTICATION("https://api.twitter.com/2/problems/unsupported-authentication"),
    USAGE_CAPPED("https://api.twitter.com/2/problems/usage-capped");

    private final String uri;

    ProblemType(String uri) {
        this.uri = uri;
    }

    /** The URI on the wire. */
    @JsonValue
    public String uri() {
        return uri;
    }
}
