package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.feed.Feed;
import dev.weir.api.feed.SqlFeed;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.wire.Selection;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.AsyncContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the one reader of the feed does when a post, or the database, fails it. */
class DispatcherTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Long> POSTS =
            LongStream.range(0, 5).map(n -> Snowflakes.at(NOW, n)).boxed().toList();

    private final Jdbi jdbi = TestDatabase.create().jdbi();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final WrittenLines reader = new WrittenLines();
    private RuntimeException failure = new IllegalStateException("never thrown");
    private long failing;

    @BeforeEach
    void fiveCommittedPosts() {
        MicroblogRows rows = new MicroblogRows(jdbi);
        rows.add(MicroblogRows.user(1, "alice"));
        rows.add(POSTS.stream().map(id -> MicroblogRows.post(id, 1, "word")).toList());
        Feed feed = new Feed();
        POSTS.forEach(id -> jdbi.useTransaction(handle -> feed.append(handle, id)));
    }

    @Test
    void aPostThatCannotBeReadIsLeftOutAndCountedAndTheOthersFollow() {
        failing = POSTS.get(2);
        failure = new IllegalStateException("not to be understood");
        Dispatcher dispatcher = serving();
        dispatcher.turn();
        assertThat(delivered()).containsExactly(POSTS.get(0), POSTS.get(1), POSTS.get(3), POSTS.get(4));
        assertThat(registry.scrape(name -> name.equals("weir_stream_posts_left_out")).stream()
                        .flatMap(metric -> metric.getDataPoints().stream()))
                .singleElement()
                .hasFieldOrPropertyWithValue("value", 1.0);
    }

    @Test
    void anOutageLeavesNothingOut() {
        failing = POSTS.get(2);
        failure = new MicroblogUnavailableException("away");
        Dispatcher dispatcher = serving();
        assertThatThrownBy(dispatcher::turn).isSameAs(failure);
        failing = 0;
        dispatcher.turn();
        assertThat(delivered()).containsExactlyElementsOf(POSTS);
    }

    private Dispatcher serving() {
        RuleBook rules = new RuleBook(new SqlRules(jdbi));
        long app = app();
        new SqlRules(jdbi).add(app, List.of(new Rule(0, "word", null)), 10, true);
        rules.follow(app);
        rules.keep(app);
        SqlFeed feed = new SqlFeed(jdbi);
        Dispatcher dispatcher = new Dispatcher(
                feed,
                troubled(new SqlMicroblog(jdbi)),
                rules,
                new ObjectMapper(),
                Runnable::run,
                connections -> connections.forEach(StreamConnection::carryOn),
                new StreamMetrics(registry),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> {});
        feed.extend();
        StreamConnection connection = new StreamConnection(
                new StreamConnection.Request(
                        UUID.randomUUID(),
                        StreamKind.FILTERED,
                        new Caller("key", app, 1, "basic", false, Optional.empty(), Set.of()),
                        Selection.ofAllBesidePosts(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                new Policy(Endpoint.SEARCH_STREAM, "basic", true, List.of(), Optional.empty(), 512),
                0,
                StreamBounds.STANDARD,
                new Quiet());
        connection.begin(
                (AsyncContext) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {AsyncContext.class},
                        (proxy, method, arguments) -> null),
                reader);
        dispatcher.add(connection);
        return dispatcher;
    }

    private long app() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        with account as (insert into platform.accounts (name) values ('test') returning id)
                        insert into platform.apps (account_id, name) select id, 'test' from account returning id
                        """).mapTo(Long.class).one());
    }

    /** Fails whoever asks for the failing post. */
    private Microblog troubled(Microblog sound) {
        return (Microblog) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Microblog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("posts")
                            && arguments[0] instanceof Collection<?> ids
                            && ids.contains(failing)) {
                        throw failure;
                    }
                    try {
                        return method.invoke(sound, arguments);
                    } catch (InvocationTargetException wrapped) {
                        throw wrapped.getCause();
                    }
                });
    }

    private List<Long> delivered() {
        return reader.lines.stream()
                .map(line -> Long.parseLong(line.replaceAll("(?s).*\"id\":\"(\\d{15,})\".*", "$1")))
                .toList();
    }

    private static final class Quiet implements StreamConnection.Surroundings {
        private final SharedRoom room = new SharedRoom(1 << 20);

        @Override
        public boolean pay(StreamConnection connection) {
            return true;
        }

        @Override
        public void ended(StreamConnection connection, Disconnect why) {}

        @Override
        public void carryOn(StreamConnection connection) {
            connection.carryOn();
        }

        @Override
        public SharedRoom room() {
            return room;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }
}
