package dev.weir.api.search;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many posts match a query, by minute, hour or day. A page covers a bounded stretch of time, the newest first; within
 * it the oldest bucket comes first.
 */
@Path("/2/tweets/counts")
@Produces(MediaType.APPLICATION_JSON)
public final class CountsResource {

    private static final Set<String> FIELDS = Set.of("start", "end", "tweet_count");
    private static final Set<String> KNOWN = Set.of(
            "query",
            "granularity",
            "search_count.fields",
            "next_token",
            "pagination_token",
            "since_id",
            "until_id",
            "start_time",
            "end_time");

    private final Microblog microblog;
    private final PageTokens tokens;
    private final Clock clock;

    public CountsResource(Microblog microblog, PageTokens tokens, Clock clock) {
        this.microblog = microblog;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Counts of the last seven days. */
    @GET
    @Path("/recent")
    @Serves(Endpoint.COUNTS_RECENT)
    public CountsAnswer recent(@Context UriInfo uri, @Context ContainerRequestContext request) {
        return counts(uri, Call.of(request), Reach.RECENT);
    }

    /** Counts of any time. */
    @GET
    @Path("/all")
    @Serves(Endpoint.COUNTS_ALL)
    public CountsAnswer all(@Context UriInfo uri, @Context ContainerRequestContext request) {
        return counts(uri, Call.of(request), Reach.ALL);
    }

    private CountsAnswer counts(UriInfo uri, Call call, Reach reach) {
        var parameters = Parameters.of(uri, KNOWN);
        AskedQuery query = AskedQuery.read(parameters, call);
        parameters.choices("search_count.fields", FIELDS);
        var granularity = Granularity.of(parameters.choice("granularity", "hour", Granularity.names()));
        Reach.Stretch stretch = reach.of(parameters, clock.instant());
        var list = "counts " + reach + " " + granularity + " " + query.text();
        Optional<Instant> place = SearchTokens.token(parameters)
                .flatMap(token -> {
                    Optional<long[]> numbers = tokens.place(list, token.value());
                    if (numbers.isEmpty()) {
                        parameters.refuseToken(token.parameter(), token.value());
                    }
                    return numbers;
                })
                .map(numbers -> Instant.ofEpochMilli(numbers[0]));
        parameters.check();

        Instant end = place.filter(at -> at.isBefore(stretch.end())).orElse(stretch.end());
        Instant start = granularity.pageStart(stretch.start(), end);
        IdRange range = stretch.range().startingAt(start).endingBefore(end);
        Condition condition = query.condition(microblog);
        Map<Instant, Long> counts = query.within(() -> microblog.counts(condition, range, granularity.width()));
        List<CountsAnswer.Bucket> buckets = granularity.buckets(start, end, counts);
        Optional<String> next = start.isAfter(stretch.start())
                ? Optional.of(tokens.token(list, start.toEpochMilli(), 0))
                : Optional.empty();
        return CountsAnswer.of(buckets, next);
    }
}
