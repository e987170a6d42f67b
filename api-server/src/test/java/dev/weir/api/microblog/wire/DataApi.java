package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.MicroblogFaultMapper;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.feed.Feed;
import dev.weir.api.keys.Caller;
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
import dev.weir.api.search.SearchResource;
import dev.weir.api.timelines.TimelineResource;
import dev.weir.api.usage.UsageResource;
import dev.weir.api.users.FollowingResource;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.jersey.client.ClientProperties;
import org.jdbi.v3.core.Jdbi;

/** The read side of the data API over a database of its own, without gateway: as if every call were allowed. */
public final class DataApi implements AutoCloseable {

    /** The time of all tests. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer, which is always JSON. */
    public record Reply(int status, String type, JsonNode body) {
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
    private final ResourceExtension jersey;
    private volatile Optional<Long> actingUser = Optional.empty();

    public DataApi() {
        Jdbi jdbi = database.jdbi();
        jdbi.setSqlLogger(new StatementCount(statements));
        // Without a cache: what is counted is the most that a request can cost.
        Microblog microblog = new SqlMicroblog(jdbi);
        var tokens = new PageTokens(new byte[32]);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var posting = new Posting(jdbi, new PostIds(jdbi, clock, new UUID(0, 1)), new Feed(), clock);
        jersey = ResourceExtension.builder()
                .addResource(new PostsResource(microblog))
                .addResource(new PostWritesResource(posting))
                .addResource(new LikesResource(new Likes(jdbi, clock)))
                .addResource(new RepostsResource(posting))
                .addResource(new FollowingResource(new Follows(jdbi, clock)))
                .addResource(new UsersResource(microblog))
                .addResource(new TimelineResource(microblog, tokens))
                .addResource(new SearchResource(microblog, tokens, clock))
                .addResource(new UsageResource(usage(jdbi), plan -> OptionalLong.empty(), clock))
                .addProvider((ContainerRequestFilter) request -> new Call(
                                new Caller("key", 1, 1, "basic", false, actingUser, Set.of()),
                                new Policy(Endpoint.SEARCH_RECENT, "basic", true, List.of(), Optional.empty(), 512))
                        .attachTo(request))
                .addProvider(new ProblemMapper())
                .addProvider(new MicroblogFaultMapper())
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
            String body = response.readEntity(String.class);
            return new Reply(response.getStatus(), String.valueOf(response.getMediaType()), JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON", e);
        }
    }

    /** Answers a request for a path with a query, sent as it is. */
    public Reply get(String pathAndQuery) {
        try (Response response =
                jersey.client().target(uri(pathAndQuery)).request().get()) {
            String body = response.readEntity(String.class);
            return new Reply(response.getStatus(), String.valueOf(response.getMediaType()), JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON", e);
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
