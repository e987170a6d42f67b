package dev.weir.api.timelines;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.HomePage;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.OwnUser;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.microblog.wire.TimeSpan;
import dev.weir.api.problems.PartialError;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What those whom the token's user follows have written, and its own posts: newest first, in both directions. */
@Path("/2/users/{id}/timelines/reverse_chronological")
@Produces(MediaType.APPLICATION_JSON)
public final class HomeTimelineResource {

    /** How far back it reaches (wire contract, section 2.1): this long, and this many posts. */
    static final Duration REACH = Duration.ofDays(7);

    static final int DEPTH = 3_200;

    private static final int LEAST = 1;
    private static final int STANDARD = 100;

    private final Microblog microblog;
    private final PageTokens tokens;
    private final Clock clock;

    public HomeTimelineResource(Microblog microblog, PageTokens tokens, Clock clock) {
        this.microblog = microblog;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A page of the token's user's home timeline. */
    @GET
    @Serves(Endpoint.HOME)
    public Answer home(@PathParam("id") String id, @Context UriInfo uri, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(uri, TimelineQuestion.PARAMETERS);
        var selection = Selection.ofPosts(parameters);
        IdRange range =
                TimeSpan.of(parameters).range().startingAt(clock.instant().minus(REACH));
        var asked = new TimelineQuestion(
                parameters, LEAST, STANDARD, range, new TimelineTokens(tokens, "home " + OwnUser.of(request)));
        long user = OwnUser.inPath(request, parameters, id);

        Optional<CountedUser> reader = microblog.users(List.of(user), List.of()).byId(user);
        if (reader.isEmpty()) {
            return Answer.refusedPage(selection, PartialError.notFound("user", "id", id));
        }
        if (reader.get().user().suspended()) {
            return Answer.refusedPage(selection, PartialError.notAuthorized("user", "id", id, "data"));
        }
        List<CountedPost> read = microblog.home(new HomePage(
                user, asked.range(), asked.order(), asked.limit(), DEPTH, asked.withReplies(), asked.withReposts()));
        return asked.answer(read, selection, microblog);
    }
}
