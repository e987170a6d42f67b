package dev.weir.api.reactions;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.PostList;
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

/** The posts that a user likes, the one liked last first. */
@Path("/2/users/{id}/liked_tweets")
@Produces(MediaType.APPLICATION_JSON)
public final class LikedPostsResource {

    private static final int LEAST = 5;
    private static final int MOST = 100;
    private static final Set<String> KNOWN = Selection.postParameters("max_results", "pagination_token");

    private final Lists lists;
    private final PageTokens tokens;

    public LikedPostsResource(Microblog microblog, PageTokens tokens) {
        this.lists = new Lists(microblog);
        this.tokens = tokens;
    }

    /** A page of the posts; of a protected user only for a key that acts for them. */
    @GET
    @Serves(Endpoint.LIKED_POSTS)
    public Answer liked(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), KNOWN);
        var selection = Selection.ofPosts(parameters);
        long user = parameters.id("id", id);
        int size = parameters.number("max_results", LEAST, MOST, MOST);
        var walk = ListWalk.read(parameters, tokens, "liked " + user, size);
        parameters.check();
        return lists.ofUser(
                user,
                Call.of(request).caller().userId(),
                selection,
                shown -> lists.posts(new PostList.LikedBy(user), walk, selection));
    }
}
