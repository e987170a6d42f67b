package dev.weir.api.reactions;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** The users who like a post, the last to do so first. */
@Path("/2/tweets/{id}/liking_users")
@Produces(MediaType.APPLICATION_JSON)
public final class LikersResource {

    private static final int MOST = 100;
    private static final Set<String> KNOWN = Selection.userParameters("max_results", "pagination_token");

    private final Lists lists;
    private final PageTokens tokens;

    public LikersResource(Microblog microblog, PageTokens tokens) {
        this.lists = new Lists(microblog);
        this.tokens = tokens;
    }

    /** A page of them. */
    @GET
    @Serves(Endpoint.LIKERS)
    public Answer likers(@PathParam("id") String id, @Context UriInfo uri) {
        var parameters = Parameters.of(uri, KNOWN);
        var selection = Selection.ofUsers(parameters);
        long post = parameters.id("id", id);
        int size = parameters.number("max_results", 1, MOST, MOST);
        var walk = ListWalk.read(parameters, tokens, "likers " + post, size);
        parameters.check();
        return lists.ofPost(post, selection, () -> lists.users(new UserList.LikersOf(post), walk, selection));
    }
}
