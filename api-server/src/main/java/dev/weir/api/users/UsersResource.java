package dev.weir.api.users;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.Users;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Includes;
import dev.weir.api.microblog.wire.OwnUser;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.problems.PartialError;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users by id and by username: one, or up to a hundred in the order asked for. */
@Path("/2/users")
@Produces(MediaType.APPLICATION_JSON)
public final class UsersResource {

    private static final Set<String> OF_ONE = Selection.userParameters();
    private static final Set<String> OF_IDS = Selection.userParameters("ids");
    private static final Set<String> OF_USERNAMES = Selection.userParameters("usernames");

    private final Microblog microblog;

    public UsersResource(Microblog microblog) {
        this.microblog = microblog;
    }

    /** One user; a missing one is an answer with an error and no data. */
    @GET
    @Path("/{id}")
    @Serves(Endpoint.USER)
    public Answer user(@PathParam("id") String id, @Context UriInfo uri) {
        return byIds(Parameters.of(uri, OF_ONE), "id", Set.of(id), true);
    }

    /** The user that the token acts for. */
    @GET
    @Path("/me")
    @Serves(Endpoint.ME)
    public Answer me(@Context UriInfo uri, @Context ContainerRequestContext request) {
        String id = Long.toString(OwnUser.of(request));
        return byIds(Parameters.of(uri, OF_ONE), "id", Set.of(id), true);
    }

    /** The users there are; an error for each that is missing or suspended. */
    @GET
    @Serves(Endpoint.USERS)
    public Answer users(@Context UriInfo uri) {
        var parameters = Parameters.of(uri, OF_IDS);
        return byIds(parameters, "ids", parameters.items("ids"), false);
    }

    /** One user by name, whatever its case. */
    @GET
    @Path("/by/username/{username}")
    @Serves(Endpoint.USER_BY_USERNAME)
    public Answer userByUsername(@PathParam("username") String username, @Context UriInfo uri) {
        return byUsernames(Parameters.of(uri, OF_ONE), "username", Set.of(username), true);
    }

    /** Users by name, whatever the case. */
    @GET
    @Path("/by")
    @Serves(Endpoint.USERS_BY_USERNAMES)
    public Answer usersByUsernames(@Context UriInfo uri) {
        var parameters = Parameters.of(uri, OF_USERNAMES);
        return byUsernames(parameters, "usernames", parameters.items("usernames"), false);
    }

    private Answer byIds(Parameters parameters, String parameter, Set<String> asked, boolean single) {
        var selection = Selection.ofUsers(parameters);
        Map<Long, String> ids = parameters.ids(parameter, asked);
        parameters.check();
        Users found = microblog.users(ids.keySet(), List.of());
        var answer = new Found(parameter);
        ids.forEach((id, text) -> answer.add(found.byId(id), text));
        return answer.of(microblog, selection, single);
    }

    private Answer byUsernames(Parameters parameters, String parameter, Set<String> asked, boolean single) {
        var selection = Selection.ofUsers(parameters);
        Map<String, String> usernames = parameters.usernames(parameter, asked);
        parameters.check();
        Users found = microblog.users(List.of(), usernames.keySet());
        var answer = new Found(parameter);
        usernames.forEach((username, text) -> answer.add(found.byUsername(username), text));
        return answer.of(microblog, selection, single);
    }

    private static final class Found {

        private final String parameter;
        private final List<CountedUser> data = new ArrayList<>();
        private final List<PartialError> errors = new ArrayList<>();

        private Found(String parameter) {
            this.parameter = parameter;
        }

        private void add(Optional<CountedUser> user, String asked) {
            if (user.isEmpty()) {
                errors.add(PartialError.notFound("user", parameter, asked));
            } else if (user.get().user().suspended()) {
                errors.add(PartialError.notAuthorized("user", parameter, asked, "data"));
            } else {
                data.add(user.get());
            }
        }

        private Answer of(Microblog microblog, Selection selection, boolean single) {
            return Answer.users(data, single, selection, Includes.ofUsers(microblog, data, selection), errors);
        }
    }
}
