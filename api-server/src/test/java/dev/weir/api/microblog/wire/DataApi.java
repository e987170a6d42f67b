package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.contract.Contract;
import dev.weir.api.contract.ContractClientFilter;
import dev.weir.api.database.DatabaseFaultMapper;
import dev.weir.api.database.MicroblogFaultMapper;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.feed.Feed;
import dev.weir.api.follows.FollowedResource;
import dev.weir.api.follows.FollowersResource;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.CachedMicroblog;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.StatementCount;
import dev.weir.api.microblog.writing.Follows;
import dev.weir.api.microblog.writing.Likes;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import dev.weir.api.posts.LikesResource;
import dev.weir.api.posts.PostWritesResource;
import dev.weir.api.posts.PostsResource;
import dev.weir.api.posts.RepostsResource;
import dev.weir.api.problems.ProblemMapper;
import dev.weir.api.reactions.LikedPostsResource;
import dev.weir.api.reactions.LikersResource;
import dev.weir.api.reactions.QuotesResource;
import dev.weir.api.reactions.RepostersResource;
import dev.weir.api.search.CountsResource;
import dev.weir.api.search.SearchResource;
import dev.weir.api.timelines.HomeTimelineResource;
import dev.weir.api.timelines.MentionsResource;
import dev.weir.api.timelines.TimelineResource;
import dev.weir.api.usage.UsageResource;
import dev.weir.api.users.FollowingResource;
import dev.weir.api.users.UserSearchResource;
import dev.weir.api.users.UsersResource;
import dev.weir.billing.usage.UsageLedger;
import dev.weir.billing.usage.UsageMeter;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.glassfish.jersey.client.ClientProperties;
import org.jdbi.v3.core.Jdbi;

/**
 * The data API over a database of its own, without gateway: as if every call were allowed. An answer that the OpenAPI
 * document does not describe fails its call.
 */
public final class DataApi implements AutoCloseable {

    /** The time of all tests. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer, which is always JSON. */
    public record Reply(int status, String type, Map<String, String> headers, JsonNode body) {
        private static Reply of(Response response) {
            try {
                Map<String, String> headers = new HashMap<>();
                response.getStringHeaders()
                        .forEach((name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
                JsonNode body = JSON.readTree(response.readEntity(String.class));
                return new Reply(response.getStatus(), String.valueOf(response.getMediaType()), headers, body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON", e);
            }
        }

        /** The values of a header, whatever its case; empty where there is none. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** The texts at a JSON pointer's array, each by a further member. */
        public List<String> texts(String array, String member) {
            List<String> texts = new ArrayList<>();
            body.at(array).forEach(node -> texts.add(node.path(member).asText()));
            return texts;
        }
    }

    private final TestDatabase database = TestDatabase.create();
    private final MicroblogRows rows = new MicroblogRows(database.jdbi());
    private final AtomicLong statements = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();
    private final ResourceExtension jersey;
    private final Posting posting;
    private volatile Optional<Long> actingUser = Optional.empty();

    /** An API without a cache: what is counted is the most that a request can cost. */
    public DataApi() {
        this((jdbi, recall) -> new SqlMicroblog(jdbi));
    }

    /**
     * An API over a microblog of one's own.
     *
     * @param over makes the microblog over the database; it may tell what it had to recall
     */
    DataApi(BiFunction<Jdbi, CachedMicroblog.Recall, Microblog> over) {
        Jdbi jdbi = database.jdbi();
        jdbi.setSqlLogger(new StatementCount(statements, failing));
        var staleness = new Staleness();
        Microblog microblog = over.apply(jdbi, staleness);
        var tokens = new PageTokens(new byte[32]);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        posting = new Posting(jdbi, new PostIds(jdbi, clock, new UUID(0, 1)), new Feed(), clock);
        jersey = ResourceExtension.builder()
                .addResource(new PostsResource(microblog))
                .addResource(new PostWritesResource(posting))
                .addResource(new LikesResource(new Likes(jdbi, clock)))
                .addResource(new RepostsResource(posting))
                .addResource(new FollowingResource(new Follows(jdbi, clock)))
                .addResource(new UsersResource(microblog))
                .addResource(new TimelineResource(microblog, tokens))
                .addResource(new HomeTimelineResource(microblog, tokens, clock))
                .addResource(new SearchResource(microblog, tokens, clock))
                .addResource(new MentionsResource(microblog, tokens))
                .addResource(new QuotesResource(microblog, tokens))
                .addResource(new RepostersResource(microblog, tokens))
                .addResource(new LikersResource(microblog, tokens))
                .addResource(new LikedPostsResource(microblog, tokens))
                .addResource(new FollowersResource(microblog, tokens))
                .addResource(new FollowedResource(microblog, tokens))
                .addResource(new UserSearchResource(microblog, tokens))
                .addResource(new CountsResource(microblog, tokens, clock))
                .addResource(new UsageResource(usage(jdbi), plan -> OptionalLong.empty(), clock))
                .addProvider((ContainerRequestFilter) request -> new Call(
                                new Caller("key", 1, 1, "basic", false, actingUser, Set.of()),
                                new Policy(Endpoint.SEARCH_RECENT, "basic", true, List.of(), Optional.empty(), 512))
                        .attachTo(request))
                .setClientConfigurator(client -> client.register(new ContractClientFilter(Contract.ofResources())))
                .addProvider(new ProblemMapper())
                .addProvider(new MicroblogFaultMapper())
                .addProvider(new DatabaseFaultMapper())
                .addProvider(staleness)
                .build();
        try {
            jersey.before();
        } catch (Throwable e) {
            throw new IllegalStateException("the API did not start", e);
        }
    }

    private static UsageLedger usage(Jdbi jdbi) {
        return new UsageLedger(
                jdbi, new UsageMeter(UUID.randomUUID(), Clock.fixed(NOW, ZoneOffset.UTC)), Runnable::run);
    }

    /** The database's rows. */
    public MicroblogRows rows() {
        return rows;
    }

    /** Removes all rows and ends an outage. */
    public void clear() {
        database.comeBack();
        rows.clear();
    }

    /** The database, to take it away. */
    public TestDatabase database() {
        return database;
    }

    /** Lets a statement fail as if the connection broke: the next one is number 1. */
    void failStatement(int number) {
        failing.set(number);
    }

    /** What posts are written by. */
    public Posting posting() {
        return posting;
    }

    /** The database, as writers in the background see it. */
    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** Statements sent so far. */
    public long statements() {
        return statements.get();
    }

    /** The body of an answer, to the letter. */
    public String raw(String pathAndQuery) {
        return jersey.client().target(uri(pathAndQuery)).request().get(String.class);
    }

    private URI uri(String pathAndQuery) {
        return URI.create(jersey.target("/").getUri() + pathAndQuery.substring(1));
    }

    /** Lets all calls from now on come from a key that acts for this user. */
    public DataApi actFor(long user) {
        actingUser = Optional.of(user);
        return this;
    }

    /** Answers a request with a body, or without one where that is empty. */
    public Reply send(String method, String path, String json, String... headers) {
        var request = jersey.client()
                .property(ClientProperties.SUPPRESS_HTTP_COMPLIANCE_VALIDATION, true)
                .target(uri(path))
                .request();
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        try (Response response = json.isEmpty() ? request.method(method) : request.method(method, Entity.json(json))) {
            return Reply.of(response);
        }
    }

    /** Answers a request for a path with a query, sent as it is. */
    public Reply get(String pathAndQuery) {
        try (Response response =
                jersey.client().target(uri(pathAndQuery)).request().get()) {
            return Reply.of(response);
        }
    }

    @Override
    public void close() {
        try {
            jersey.after();
        } catch (Throwable e) {
            throw new IllegalStateException("the API did not stop", e);
        }
    }
}
