package dev.weir.api.reactions;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** The posts that quote a post, newest first. */
@Path("/2/tweets/{id}/quote_tweets")
@Produces(MediaType.APPLICATION_JSON)
public final class QuotesResource {

    private static final int LEAST = 10;
    private static final int MOST = 100;
    private static final int STANDARD = 10;
    private static final Set<String> KNOWN = Selection.postParameters("max_results", "pagination_token", "exclude");

    private final Lists lists;
    private final PageTokens tokens;

    public QuotesResource(Microblog microblog, PageTokens tokens) {
        this.lists = new Lists(microblog);
        this.tokens = tokens;
    }

    /** A page of the posts that quote a post. */
    @GET
    @Serves(Endpoint.QUOTES)
    public Answer quotes(@PathParam("id") String id, @Context UriInfo uri) {
        var parameters = Parameters.of(uri, KNOWN);
        var selection = Selection.ofPosts(parameters);
        long post = parameters.id("id", id);
        int size = parameters.number("max_results", LEAST, MOST, STANDARD);
        Set<String> exclude = parameters.choices("exclude", Set.of("replies", "retweets"));
        var walk = ListWalk.read(parameters, tokens, "quotes " + post, size);
        parameters.check();
        var list = new PostList.QuotesOf(post, !exclude.contains("replies"), !exclude.contains("retweets"));
        return lists.ofPost(post, selection, () -> lists.posts(list, walk, selection));
    }
}
