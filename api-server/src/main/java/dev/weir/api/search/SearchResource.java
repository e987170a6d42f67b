package dev.weir.api.search;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.SearchHit;
import dev.weir.api.microblog.SearchPage;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Includes;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Search over the posts of the last seven days, or over all there are, newest or best first. */
@Path("/2/tweets/search")
@Produces(MediaType.APPLICATION_JSON)
public final class SearchResource {

    private static final int LEAST = 10;
    private static final int MOST_RECENT = 100;
    private static final int MOST_OF_ALL = 500;
    private static final Set<String> KNOWN = Selection.postParameters(
            "query",
            "max_results",
            "sort_order",
            "next_token",
            "pagination_token",
            "since_id",
            "until_id",
            "start_time",
            "end_time");

    private final Microblog microblog;
    private final PageTokens tokens;
    private final Clock clock;

    public SearchResource(Microblog microblog, PageTokens tokens, Clock clock) {
        this.microblog = microblog;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A page of hits of the last seven days. */
    @GET
    @Path("/recent")
    @Serves(Endpoint.SEARCH_RECENT)
    public Answer recent(@Context UriInfo uri, @Context ContainerRequestContext request) {
        return search(uri, Call.of(request), Reach.RECENT, MOST_RECENT);
    }

    /** A page of hits of any time. */
    @GET
    @Path("/all")
    @Serves(Endpoint.SEARCH_ALL)
    public Answer all(@Context UriInfo uri, @Context ContainerRequestContext request) {
        return search(uri, Call.of(request), Reach.ALL, MOST_OF_ALL);
    }

    private Answer search(UriInfo uri, Call call, Reach reach, int most) {
        var parameters = Parameters.of(uri, KNOWN);
        var selection = Selection.ofPosts(parameters);
        AskedQuery query = AskedQuery.read(parameters, call);
        int size = parameters.number("max_results", LEAST, most, LEAST);
        boolean ranked = parameters
                .choice("sort_order", "recency", Set.of("recency", "relevancy"))
                .equals("relevancy");
        Reach.Stretch stretch = reach.of(parameters, clock.instant());
        var tokensOfSearch = new SearchTokens(tokens, query.text(), ranked, reach);
        Optional<SearchTokens.Place> place = tokensOfSearch.read(parameters);
        parameters.check();

        Condition condition = query.condition(microblog);
        // One more than the page holds tells whether there is a page behind it.
        SearchPage page = tokensOfSearch.page(condition, stretch.range(), size + 1, place);
        List<SearchHit> hits = query.within(() -> microblog.search(page));
        List<SearchHit> shown = hits.subList(0, Math.min(size, hits.size()));
        List<CountedPost> data = shown.stream().map(SearchHit::post).toList();
        return Answer.page(
                data,
                selection,
                Includes.ofPosts(microblog, data, selection),
                tokensOfSearch.around(shown, hits.size() > size, page.range()));
    }
}
