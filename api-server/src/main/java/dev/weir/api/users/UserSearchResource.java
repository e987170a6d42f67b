package dev.weir.api.users;

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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.regex.Pattern;

/** Users by the words of their names: the one of exactly that username, then the oldest accounts first. */
@Path("/2/users/search")
@Produces(MediaType.APPLICATION_JSON)
public final class UserSearchResource {

    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9_' ]{1,50}");
    private static final int MOST = 1_000;
    private static final int STANDARD = 100;
    private static final Set<String> KNOWN =
            Selection.userParameters("query", "max_results", "pagination_token", "next_token");

    private final Lists lists;
    private final PageTokens tokens;

    public UserSearchResource(Microblog microblog, PageTokens tokens) {
        this.lists = new Lists(microblog);
        this.tokens = tokens;
    }

    /** A page of the users in whose names all words of the query begin a word. */
    @GET
    @Serves(Endpoint.USERS_SEARCH)
    public Answer users(@Context UriInfo uri) {
        var parameters = Parameters.of(uri, KNOWN);
        var selection = Selection.ofUsers(parameters);
        var list = UserList.Called.of(query(parameters));
        int size = parameters.number("max_results", 1, MOST, STANDARD);
        var walk = ListWalk.read(parameters, tokens, "called " + list.username(), size);
        parameters.check();
        return lists.users(list, walk, selection);
    }

    private static String query(Parameters parameters) {
        String query = parameters.required("query");
        if (!query.isEmpty() && !QUERY.matcher(query).matches()) {
            parameters.refuse("query", query, "The `query` value does not match ^[A-Za-z0-9_' ]{1,50}$");
        } else if (!query.isEmpty() && UserList.Called.of(query).isEmpty()) {
            parameters.refuse("query", query, "The `query` value has no letter or digit to look for");
        }
        return query;
    }
}
