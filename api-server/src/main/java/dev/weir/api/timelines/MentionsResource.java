package dev.weir.api.timelines;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.PostList;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.ListWalk;
import dev.weir.api.microblog.wire.Lists;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.microblog.wire.TimeSpan;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;

/** The posts of others that mention a user or answer one, newest first, page by page in both directions. */
@Path("/2/users/{id}/mentions")
@Produces(MediaType.APPLICATION_JSON)
public final class MentionsResource {

    /** How many of the newest can be reached (wire contract, section 2.1). */
    static final int DEPTH = 800;

    private static final int LEAST = 5;
    private static final int MOST = 100;
    private static final int STANDARD = 10;
    private static final Set<String> KNOWN = Selection.postParameters(
            "max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time");

    private final Lists lists;
    private final PageTokens tokens;

    public MentionsResource(Microblog microblog, PageTokens tokens) {
        this.lists = new Lists(microblog);
        this.tokens = tokens;
    }

    /** A page of them; of a protected or suspended user none, and an error. */
    @GET
    @Serves(Endpoint.MENTIONS)
    public Answer mentions(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), KNOWN);
        var selection = Selection.ofPosts(parameters);
        long user = parameters.id("id", id);
        int size = parameters.number("max_results", LEAST, MOST, STANDARD);
        IdRange range = TimeSpan.of(parameters).range();
        var walk = ListWalk.read(parameters, tokens, "mentions " + user, size);
        parameters.check();
        return lists.ofUser(
                user,
                Call.of(request).caller().userId(),
                selection,
                shown -> lists.posts(
                        new PostList.MentionsOf(user, shown.user().username(), range, DEPTH), walk, selection));
    }
}
