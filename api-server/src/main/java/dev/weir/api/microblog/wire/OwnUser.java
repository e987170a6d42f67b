package dev.weir.api.microblog.wire;

import dev.weir.api.endpoints.Call;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** The user that a user token acts for. */
public final class OwnUser {

    private OwnUser() {}

    /** Whom the call acts for. Only for endpoints that serve user tokens alone. */
    public static long of(ContainerRequestContext request) {
        return Call.of(request)
                .caller()
                .userId()
                .orElseThrow(() -> new IllegalStateException("this endpoint must serve user tokens only"));
    }

    /**
     * Whom the call acts for, which must be the user in its path.
     *
     * @throws ProblemException 400 when the path holds no id, 403 when it holds another's
     */
    public static long inPath(ContainerRequestContext request, Parameters parameters, String id) {
        long user = of(request);
        long asked = parameters.id("id", id);
        parameters.check();
        if (asked != user) {
            throw new ProblemException(another(id, user));
        }
        return user;
    }

    private static Problem another(String id, long user) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("value", id);
        members.put("parameter", "id");
        members.put("resource_id", id);
        members.put("resource_type", "user");
        members.put("section", "data");
        return new Problem(
                "Authorization Error",
                "The `id` [" + id + "] in the path is not the user that this token acts for, [" + user + "].",
                ProblemType.NOT_AUTHORIZED_FOR_RESOURCE,
                403,
                members,
                Map.of());
    }
}
