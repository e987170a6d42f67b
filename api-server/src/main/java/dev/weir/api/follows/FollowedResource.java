package dev.weir.api.follows;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.UserList;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.ListWalk;
import dev.weir.api.microblog.wire.Lists;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;

/** The users whom a user follows, the last followed first. */
@Path("/2/users/{id}/following")
@Produces(MediaType.APPLICATION_JSON)
public final class FollowedResource {

    private static final int MOST = 1_000;
    private static final int STANDARD = 100;
    private static final Set<String> KNOWN = Selection.userParameters("max_results", "pagination_token");

    private final Lists lists;
    private final PageTokens tokens;

    public FollowedResource(Microblog microblog, PageTokens tokens) {
        this.lists = new Lists(microblog);
        this.tokens = tokens;
    }

    /** A page of them; none of a protected user, whose follows are not public. */
    @GET
    @Serves(Endpoint.FOLLOWING)
    public Answer following(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), KNOWN);
        var selection = Selection.ofUsers(parameters);
        long user = parameters.id("id", id);
        int size = parameters.number("max_results", 1, MOST, STANDARD);
        var walk = ListWalk.read(parameters, tokens, "following " + user, size);
        parameters.check();
        return lists.ofUser(
                user,
                Call.of(request).caller().userId(),
                selection,
                shown -> lists.users(new UserList.FollowedBy(user), walk, selection));
    }
}
