package dev.weir.api.users;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.OwnUser;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.WriteAnswer;
import dev.weir.api.microblog.writing.Follows;
import dev.weir.api.problems.PartialError;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Set;

/** Whom the user that the token acts for follows. */
@Path("/2/users/{id}/following")
@Produces(MediaType.APPLICATION_JSON)
public final class FollowingResource {

    private static final Set<String> KNOWN = Set.of("target_user_id");

    private final Follows follows;

    public FollowingResource(Follows follows) {
        this.follows = follows;
    }

    /** Follows a user. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.FOLLOW)
    public WriteAnswer follow(@PathParam("id") String id, InputStream body, @Context ContainerRequestContext request) {
        long user = OwnUser.inPath(request, Parameters.of(request.getUriInfo(), Set.of()), id);
        var json = JsonBody.read(body, KNOWN, Set.of());
        long target = json.id("target_user_id");
        if (target == user) {
            json.refuse("target_user_id", "The member [target_user_id] is the user itself, whom it cannot follow");
        }
        json.check();
        String asked = Long.toString(target);
        return switch (follows.follow(user, target)) {
            case FOLLOWS -> WriteAnswer.of("following", true, "pending_follow", false);
            case NOT_FOUND -> WriteAnswer.refused(PartialError.notFound("user", "target_user_id", asked));
            case NOT_OPEN -> WriteAnswer.refused(PartialError.notAuthorized("user", "target_user_id", asked, "data"));
            case NO_SUCH_FOLLOWER ->
                throw new ProblemException(Problem.of(
                        403, "Forbidden", "The user that this token acts for is suspended, or not a user here."));
        };
    }

    /** Ends following a user. */
    @DELETE
    @Path("/{target_user_id}")
    @Serves(Endpoint.UNFOLLOW)
    public WriteAnswer unfollow(
            @PathParam("id") String id,
            @PathParam("target_user_id") String targetUserId,
            @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), Set.of());
        long target = parameters.id("target_user_id", targetUserId);
        follows.unfollow(OwnUser.inPath(request, parameters, id), target);
        return WriteAnswer.of("following", false);
    }
}
