package dev.weir.api.search;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.SearchHit;
import dev.weir.api.microblog.SearchPage;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Includes;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.microblog.wire.TimeSpan;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Search over the posts of the last seven days, newest or best first. */
@Path("/2/tweets/search/recent")
@Produces(MediaType.APPLICATION_JSON)
public final class SearchResource {

    /** How far back recent search goes (wire contract, section 3). */
    static final Duration REACH = Duration.ofDays(7);

    private static final Duration NEWEST_BY_DEFAULT = Duration.ofSeconds(30);
    private static final Duration NEWEST_AT_ALL = Duration.ofSeconds(10);
    /** A caller who computes "seven days ago" is a little late when the request arrives. */
    private static final Duration REACH_TOLERANCE = Duration.ofMinutes(1);

    private static final int LEAST = 10;
    private static final int MOST = 100;
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

    /** A page of hits. */
    @GET
    @Serves(Endpoint.SEARCH_RECENT)
    public Answer search(@Context UriInfo uri, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(uri, KNOWN);
        var selection = Selection.ofPosts(parameters);
        int longest = Math.min(Call.of(request).policy().queryLength(), QueryParser.LONGEST);
        String text = parameters.required("query");
        Optional<Query> query = text.isEmpty() ? Optional.empty() : parse(parameters, text, longest);
        int size = parameters.number("max_results", LEAST, MOST, LEAST);
        boolean ranked = parameters
                .choice("sort_order", "recency", Set.of("recency", "relevancy"))
                .equals("relevancy");
        IdRange range = recent(parameters);
        var tokensOfSearch = new SearchTokens(tokens, text, ranked);
        Optional<SearchTokens.Place> place = tokensOfSearch.read(parameters);
        parameters.check();

        String index = IndexLookup.of(query.orElseThrow(), microblog);
        // One more than the page holds tells whether there is a page behind it.
        SearchPage page = tokensOfSearch.page(index, range, size + 1, place);
        List<SearchHit> hits = microblog.search(page);
        List<SearchHit> shown = hits.subList(0, Math.min(size, hits.size()));
        List<CountedPost> data = shown.stream().map(SearchHit::post).toList();
        return Answer.page(
                data,
                selection,
                Includes.ofPosts(microblog, data, selection),
                tokensOfSearch.around(shown, hits.size() > size, page.range()));
    }

    private static Optional<Query> parse(Parameters parameters, String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            parameters.refuse(
                    "query",
                    text,
                    "The `query` is " + length + " characters long; this plan allows " + longest
                            + ": shorten it, or ask for a plan with longer queries");
            return Optional.empty();
        }
        try {
            return Optional.of(QueryParser.parse(text));
        } catch (InvalidQueryException e) {
            parameters.refuse("query", text, "The `query` cannot be understood: " + e.getMessage());
            return Optional.empty();
        }
    }

    private IdRange recent(Parameters parameters) {
        Instant now = clock.instant();
        Instant oldest = now.minus(REACH);
        TimeSpan span = TimeSpan.of(parameters);
        span.start()
                .filter(start -> start.isBefore(oldest.minus(REACH_TOLERANCE)))
                .ifPresent(start -> parameters.refuse(
                        "start_time",
                        start.toString(),
                        "`start_time` must be within the last seven days, on or after [" + oldest + "]"));
        span.end()
                .filter(end -> end.isAfter(now.minus(NEWEST_AT_ALL)))
                .ifPresent(end ->
                        parameters.refuse("end_time", end.toString(), "`end_time` must be at least ten seconds ago"));
        IdRange range = span.range().startingAt(oldest);
        return span.end().isPresent() ? range : range.endingBefore(now.minus(NEWEST_BY_DEFAULT));
    }
}
