package dev.weir.api.posts;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.OwnUser;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.WriteAnswer;
import dev.weir.api.microblog.writing.Likes;
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

/** Likes of the user that the token acts for. */
@Path("/2/users/{id}/likes")
@Produces(MediaType.APPLICATION_JSON)
public final class LikesResource {

    private static final Set<String> KNOWN = Set.of("tweet_id");

    private final Likes likes;

    public LikesResource(Likes likes) {
        this.likes = likes;
    }

    /** Likes a post. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.LIKE)
    public WriteAnswer like(@PathParam("id") String id, InputStream body, @Context ContainerRequestContext request) {
        long user = OwnUser.inPath(request, Parameters.of(request.getUriInfo(), Set.of()), id);
        var json = JsonBody.read(body, KNOWN, Set.of());
        long post = json.id("tweet_id");
        json.check();
        return PostRefusals.answer(likes.like(user, post), "tweet_id", WriteAnswer.of("liked", true));
    }

    /** Takes a like back. */
    @DELETE
    @Path("/{tweet_id}")
    @Serves(Endpoint.UNLIKE)
    public WriteAnswer unlike(
            @PathParam("id") String id,
            @PathParam("tweet_id") String tweetId,
            @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), Set.of());
        long post = parameters.id("tweet_id", tweetId);
        likes.unlike(OwnUser.inPath(request, parameters, id), post);
        return WriteAnswer.of("liked", false);
    }
}
