package dev.weir.api.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a successful answer had to leave out, as an entry of its {@code errors[]}.
 *
 * @param value what the caller asked for
 * @param section where the resource would have stood ({@code data} or {@code includes}); only for
 *     {@link ProblemType#NOT_AUTHORIZED_FOR_RESOURCE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"value", "detail", "title", "resource_type", "parameter", "resource_id", "section", "type"})
public record PartialError(
        String value,
        String detail,
        String title,
        @JsonProperty("resource_type") String resourceType,
        String parameter,
        @JsonProperty("resource_id") String resourceId,
        @Nullable String section,
        ProblemType type) {

    /**
     * A resource that does not exist.
     *
     * @param resourceType {@code tweet} or {@code user}
     * @param parameter the parameter that named it, for example {@code ids}
     */
    public static PartialError notFound(String resourceType, String parameter, String value) {
        return new PartialError(
                value,
                "Could not find " + resourceType + " with " + parameter + ": [" + value + "].",
                "Not Found Error",
                resourceType,
                parameter,
                value,
                null,
                ProblemType.RESOURCE_NOT_FOUND);
    }

    /**
     * A resource that exists but is not for this caller: a protected author's post, a suspended user.
     *
     * @param section {@code data} or {@code includes}
     */
    public static PartialError notAuthorized(String resourceType, String parameter, String value, String section) {
        return new PartialError(
                value,
                "Sorry, you are not authorized to see the " + resourceType + " with " + parameter + ": [" + value
                        + "].",
                "Authorization Error",
                resourceType,
                parameter,
                value,
                section,
                ProblemType.NOT_AUTHORIZED_FOR_RESOURCE);
    }
}
