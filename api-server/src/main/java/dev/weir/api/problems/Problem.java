package dev.weir.api.problems;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal as the caller sees it: an RFC 9457 problem document.
 *
 * @param title the kind of problem, the same for all of its kind
 * @param detail what is wrong here and what to do about it
 * @param type one of the URIs that clients know
 * @param status the HTTP status
 * @param members further members, written beside the four standard ones; never null values
 * @param headers headers that belong to the answer
 */
@JsonPropertyOrder({"title", "detail", "type", "status"})
public record Problem(
        String title,
        String detail,
        ProblemType type,
        int status,
        @JsonIgnore Map<String, Object> members,
        @JsonIgnore Map<String, String> headers) {

    public Problem {
        members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
        headers = Map.copyOf(headers);
    }

    /** A problem without further members. */
    public static Problem of(int status, String title, String detail) {
        return new Problem(title, detail, ProblemType.BLANK, status, Map.of(), Map.of());
    }

    /** The members beside the standard ones. */
    @JsonAnyGetter
    public Map<String, Object> extras() {
        return members;
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(title, detail, type, status, more, headers);
    }

    /** The same problem with one more header. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(title, detail, type, status, members, more);
    }

    /** What the caller sent that is wrong: status 400, one entry for each parameter at fault. */
    public static Problem invalidRequest(List<InvalidParameter> parameters) {
        return new Problem(
                "Invalid Request",
                "One or more parameters to your request was invalid.",
                ProblemType.INVALID_REQUEST,
                400,
                Map.of("errors", List.copyOf(parameters)),
                Map.of());
    }

    /** One wrong parameter: status 400. */
    public static Problem invalidRequest(String parameter, String value, String message) {
        return invalidRequest(List.of(InvalidParameter.of(parameter, value, message)));
    }

    /** We cannot serve this now; it is not the caller's doing: status 503. */
    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return of(503, "Service Unavailable", detail).withHeader("Retry-After", Integer.toString(retryAfterSeconds));
    }
}
