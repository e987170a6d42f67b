package dev.weir.api.posts;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.OwnUser;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.WriteAnswer;
import dev.weir.api.microblog.writing.Posting;
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

/** Reposts of the user that the token acts for. */
@Path("/2/users/{id}/retweets")
@Produces(MediaType.APPLICATION_JSON)
public final class RepostsResource {

    private static final Set<String> KNOWN = Set.of("tweet_id");

    private final Posting posting;

    public RepostsResource(Posting posting) {
        this.posting = posting;
    }

    /** Repeats a post. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.REPOST)
    public WriteAnswer repost(@PathParam("id") String id, InputStream body, @Context ContainerRequestContext request) {
        long user = OwnUser.inPath(request, Parameters.of(request.getUriInfo(), Set.of()), id);
        var json = JsonBody.read(body, KNOWN, Set.of());
        long post = json.id("tweet_id");
        json.check();
        long app = Call.of(request).caller().appId();
        return PostRefusals.answer(posting.repost(user, post, app), "tweet_id", WriteAnswer.of("retweeted", true));
    }

    /** Takes a repost back. */
    @DELETE
    @Path("/{source_tweet_id}")
    @Serves(Endpoint.UNDO_REPOST)
    public WriteAnswer undo(
            @PathParam("id") String id,
            @PathParam("source_tweet_id") String sourceTweetId,
            @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), Set.of());
        long post = parameters.id("source_tweet_id", sourceTweetId);
        posting.undoRepost(OwnUser.inPath(request, parameters, id), post);
        return WriteAnswer.of("retweeted", false);
    }
}
