package dev.weir.api.posts;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Includes;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.problems.PartialError;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Posts by id: one, or up to a hundred in the order asked for. */
@Path("/2/tweets")
@Produces(MediaType.APPLICATION_JSON)
public final class PostsResource {

    private static final Set<String> OF_ONE = Selection.postParameters();
    private static final Set<String> OF_MANY = Selection.postParameters("ids");

    private final Microblog microblog;

    public PostsResource(Microblog microblog) {
        this.microblog = microblog;
    }

    /** One post; a missing one is an answer with an error and no data. */
    @GET
    @Path("/{id}")
    @Serves(Endpoint.POST)
    public Answer post(@PathParam("id") String id, @Context UriInfo uri) {
        return post(id, uri.getQueryParameters());
    }

    Answer post(String id, Map<String, List<String>> query) {
        var parameters = Parameters.of(query, OF_ONE);
        var selection = Selection.ofPosts(parameters);
        return answer(parameters, "id", Set.of(id), true, selection);
    }

    /** The posts there are; an error for each that is missing or not for the caller. */
    @GET
    @Serves(Endpoint.POSTS)
    public Answer posts(@Context UriInfo uri) {
        var parameters = Parameters.of(uri, OF_MANY);
        var selection = Selection.ofPosts(parameters);
        return answer(parameters, "ids", parameters.items("ids"), false, selection);
    }

    private Answer answer(
            Parameters parameters, String parameter, Set<String> asked, boolean single, Selection selection) {
        Map<Long, String> ids = parameters.ids(parameter, asked);
        parameters.check();
        Map<Long, CountedPost> found = microblog.posts(ids.keySet());
        List<CountedPost> data = new ArrayList<>(ids.size());
        List<PartialError> errors = new ArrayList<>();
        ids.forEach((id, text) -> {
            CountedPost post = found.get(id);
            if (post == null) {
                errors.add(PartialError.notFound("tweet", parameter, text));
            } else if (post.isPublic()) {
                data.add(post);
            } else {
                errors.add(PartialError.notAuthorized("tweet", parameter, text, "data"));
            }
        });
        return Answer.posts(data, single, selection, Includes.ofPosts(microblog, data, selection), errors);
    }
}
