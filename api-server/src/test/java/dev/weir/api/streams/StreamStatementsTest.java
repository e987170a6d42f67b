package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.endpoints.StreamLimits;
import dev.weir.api.feed.Feed;
import dev.weir.api.feed.SqlFeed;
import dev.weir.api.keys.Caller;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.StatementCount;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.StoreHealth;
import dev.weir.limits.Unit;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What streams and everything about them ask of the database, whatever the size. */
class StreamStatementsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicLong statements = new AtomicLong();
    private final Jdbi jdbi = TestDatabase.create().jdbi();
    private final SqlRules rules = new SqlRules(jdbi);
    private final SqlConnections connections = new SqlConnections(jdbi, UUID.randomUUID(), Duration.ofSeconds(20));
    private final Feed feed = new Feed();
    private final long account;
    private final long app;

    StreamStatementsTest() {
        account = jdbi.withHandle(
                handle -> handle.createQuery("insert into platform.accounts (name) values ('test') returning id")
                        .mapTo(Long.class)
                        .one());
        app = jdbi.withHandle(handle -> handle.createQuery(
                        "insert into platform.apps (account_id, name) values (:account, 'test') returning id")
                .bind("account", account)
                .mapTo(Long.class)
                .one());
        jdbi.setSqlLogger(new StatementCount(statements));
    }

    @Test
    @CountsStatements({
        Endpoint.STREAM_RULES,
        Endpoint.STREAM_RULES_CHANGE,
        Endpoint.STREAM_RULES_COUNTS,
        Endpoint.CONNECTIONS,
        Endpoint.CONNECTIONS_CLOSE,
        Endpoint.CONNECTIONS_CLOSE_ALL
    })
    void rulesAndConnectionsCostTheSameForOneAndForMany() {
        for (int size : new int[] {1, 1_000}) {
            List<Rule> wanted = IntStream.range(0, size)
                    .mapToObj(n -> new Rule(0, "word" + n, "tag"))
                    .toList();
            assertThat(count(() -> rules.add(app, wanted, 1_000, true)))
                    .isEqualTo(Endpoint.STREAM_RULES_CHANGE.statements());
            assertThat(count(() -> rules.list(app, List.of(), 0, 1_000))).isEqualTo(Endpoint.STREAM_RULES.statements());
            assertThat(count(() -> rules.counts(account))).isEqualTo(Endpoint.STREAM_RULES_COUNTS.statements());
            assertThat(count(() -> rules.delete(app, List.of(), List.of(), true, true)))
                    .isLessThanOrEqualTo(Endpoint.STREAM_RULES_CHANGE.statements());
            List<UUID> ids =
                    IntStream.range(0, size).mapToObj(n -> UUID.randomUUID()).toList();
            assertThat(count(() -> connections.askToClose(app, ids)))
                    .isEqualTo(Endpoint.CONNECTIONS_CLOSE.statements());
            assertThat(count(() -> connections.askToClose(app, Set.of())))
                    .isEqualTo(Endpoint.CONNECTIONS_CLOSE_ALL.statements());
            assertThat(count(() ->
                            connections.list(app, SqlConnections.Status.ALL, Set.of("filtered_stream"), NOW, size)))
                    .isEqualTo(Endpoint.CONNECTIONS.statements());
        }
    }

    @Test
    @CountsStatements({Endpoint.SEARCH_STREAM, Endpoint.SAMPLE_STREAM})
    void aStreamIsOpenedAtAFixedCost() {
        rules.add(app, List.of(new Rule(0, "word", null)), 10, true);
        Streams streams = new Streams(parts(), rules, StreamBounds.STANDARD);
        for (Duration backfill : List.of(Duration.ZERO, Duration.ofMinutes(5))) {
            assertThat(count(() -> open(streams, StreamKind.FILTERED, backfill)))
                    .isEqualTo(Endpoint.SEARCH_STREAM.statements());
            assertThat(count(() -> open(streams, StreamKind.SAMPLE, backfill)))
                    .isEqualTo(Endpoint.SAMPLE_STREAM.statements());
        }
    }

    @Test
    void aBatchOfPostsIsReadInTheSameFewStatementsWhateverItsSize() {
        MicroblogRows rows = new MicroblogRows(jdbi);
        rows.add(MicroblogRows.user(1, "alice"), MicroblogRows.user(2, "bob"));
        List<Post> posts = LongStream.range(0, 200)
                .mapToObj(n -> MicroblogRows.reply(
                        Snowflakes.at(NOW, n), 1, "word @bob", Snowflakes.at(NOW, n == 0 ? 199 : n - 1), 2))
                .toList();
        rows.add(posts);
        posts.forEach(post -> jdbi.useTransaction(handle -> feed.append(handle, post.id())));
        SqlFeed sql = new SqlFeed(jdbi);
        sql.extend();
        for (int size : new int[] {1, 200}) {
            long spent = count(() -> {
                Batch batch = new Batch(sql.after(0, size), new SqlMicroblog(jdbi), new ObjectMapper());
                assertThat(batch.deliveries()).hasSize(size);
                for (Batch.Delivery delivery : batch.deliveries()) {
                    assertThat(delivery.line(Selection.ofAllBesidePosts(), 1, List.of(new Rule(1, "word", null)))
                                    .bytes())
                            .isNotEmpty();
                    assertThat(delivery.matches(RuleIndex.EMPTY)).isEmpty();
                }
                return batch;
            });
            assertThat(spent).isBetween(3L, 6L);
        }
    }

    private StreamConnection open(Streams streams, StreamKind kind, Duration backfill) {
        Policy policy = new Policy(
                kind.endpoint(),
                "basic",
                true,
                List.of(),
                Optional.empty(),
                512,
                List.of(),
                true,
                new StreamLimits(100, 10, 512),
                0);
        return streams.open(
                new Call(new Caller("key", app, account, "basic", false, Optional.empty(), Set.of()), policy),
                kind,
                Selection.ofAllBesidePosts(),
                backfill,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private long count(Supplier<?> work) {
        long before = statements.get();
        assertThat(work.get()).isNotNull();
        return statements.get() - before;
    }

    private StreamParts parts() {
        return new StreamParts(
                jdbi,
                feed,
                new SqlMicroblog(jdbi),
                new NoKeys(),
                (plan, endpoint) -> Optional.empty(),
                new NoLimiter(),
                () -> new Period("2026-03", Instant.parse("2026-04-01T00:00:00Z")),
                caller -> {},
                new PageTokens(new byte[32]),
                new ObjectMapper(),
                new PrometheusRegistry(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 0);
    }

    private static final class NoKeys implements KeyDirectory {
        @Override
        public Optional<Caller> find(String presented) {
            return Optional.empty();
        }

        @Override
        public Optional<Caller> current(String keyId) {
            return Optional.empty();
        }
    }

    private static final class NoLimiter implements RateLimiter {
        @Override
        public Decision would(LimitRequest request) {
            throw new IllegalStateException("nobody asks here");
        }

        @Override
        public Decision decide(LimitRequest request) {
            throw new IllegalStateException("nothing is charged here");
        }

        @Override
        public void settle(Decision.Allowed decision, Map<Unit, Long> actual) {}

        @Override
        public StoreHealth health() {
            throw new IllegalStateException("nobody asks here");
        }

        @Override
        public void close() {}
    }
}
