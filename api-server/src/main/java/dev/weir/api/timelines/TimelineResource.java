package dev.weir.api.timelines;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.TimelinePage;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.microblog.wire.TimeSpan;
import dev.weir.api.problems.PartialError;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;

/** The posts of one user, newest first, page by page in both directions. */
@Path("/2/users/{id}/tweets")
@Produces(MediaType.APPLICATION_JSON)
public final class TimelineResource {

    /** How many of a user's newest posts can be reached (wire contract, section 2.1). */
    static final int DEPTH = 3_200;

    private static final int LEAST = 5;
    private static final int STANDARD = 10;

    private final Microblog microblog;
    private final PageTokens tokens;

    public TimelineResource(Microblog microblog, PageTokens tokens) {
        this.microblog = microblog;
        this.tokens = tokens;
    }

    /** A page of the user's posts; those of a protected or suspended user are an error. */
    @GET
    @Serves(Endpoint.USER_POSTS)
    public Answer posts(@PathParam("id") String id, @Context UriInfo uri) {
        var parameters = Parameters.of(uri, TimelineQuestion.PARAMETERS);
        var selection = Selection.ofPosts(parameters);
        long author = parameters.id("id", id);
        var asked = new TimelineQuestion(
                parameters, LEAST, STANDARD, TimeSpan.of(parameters).range(), new TimelineTokens(tokens, author));
        parameters.check();

        Optional<CountedUser> user = microblog.users(List.of(author), List.of()).byId(author);
        if (user.isEmpty()) {
            return Answer.refusedPage(selection, PartialError.notFound("user", "id", id));
        }
        if (!user.get().user().isPublic()) {
            return Answer.refusedPage(selection, PartialError.notAuthorized("user", "id", id, "data"));
        }
        List<CountedPost> read = microblog.timeline(new TimelinePage(
                author, asked.range(), asked.order(), asked.limit(), DEPTH, asked.withReplies(), asked.withReposts()));
        return asked.answer(read, selection, microblog);
    }
}
