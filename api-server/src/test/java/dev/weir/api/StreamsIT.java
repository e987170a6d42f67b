package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.feed.Feed;
import dev.weir.api.keys.NewKey;
import dev.weir.api.microblog.writing.Draft;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import dev.weir.api.microblog.writing.Writing;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Streams over two real servers that share a database, read as clients read them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamsIT {

    private static final String STREAM = "/2/tweets/search/stream";
    private static final String RULES = "/2/tweets/search/stream/rules";

    private final ObjectMapper json = new ObjectMapper();
    // Posts carry the time of their ids, and backfill the database's: here the clock may not stand still.
    private final Clock clock = Clock.systemUTC();
    private TestServer one;
    private TestServer two;
    private Posting posting;

    @BeforeAll
    void start() throws Exception {
        one = TestServer.start(
                clock,
                TestServer.shippedCatalogue().replaceFirst("posts: [0-9,]+ posts / month", "posts: 5 posts / month"));
        two = TestServer.beside(one, clock);
        SampleMicroblog.fill(one.jdbi(), clock.instant());
        posting = new Posting(one.jdbi(), new PostIds(one.jdbi(), clock, UUID.randomUUID()), new Feed(), clock);
    }

    @AfterAll
    void stop() throws Exception {
        two.close();
        one.close();
    }

    @Test
    void aPostArrivesWithItsRulesAndExpansions() throws Exception {
        String key = one.key("basic");
        addRule(one, key, "marmalade from:alice", "the \"best\" 🍊\u0001jam\\");

        try (StreamReader reader =
                StreamReader.open(one, STREAM + "?expansions=author_id&tweet.fields=created_at", key)) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.response().headers().firstValue("content-type")).contains("application/json");
            assertThat(reader.response().headers().firstValue("transfer-encoding"))
                    .contains("chunked");
            assertThat(reader.response().headers().firstValue("x-rate-limit-limit"))
                    .contains("50");
            assertThat(reader.response().headers().firstValue("x-rate-limit-remaining"))
                    .contains("49");
            assertThat(reader.response().headers().firstValue("x-rate-limit-reset"))
                    .isPresent();
            post(SampleMicroblog.BOB, "marmalade by somebody else");
            long id = post(SampleMicroblog.ALICE, "Marmalade 🍊 it is");

            JsonNode line = reader.next();
            assertThat(line.at("/data/id").asText()).isEqualTo(Long.toString(id));
            assertThat(line.at("/data/text").asText()).isEqualTo("Marmalade 🍊 it is");
            assertThat(line.at("/data/edit_history_tweet_ids/0").asText()).isEqualTo(Long.toString(id));
            assertThat(line.at("/data/created_at").asText()).endsWith("Z");
            assertThat(line.at("/includes/users/0/username").asText()).isEqualTo("alice");
            assertThat(line.at("/matching_rules")).hasSize(1);
            assertThat(line.at("/matching_rules/0/tag").asText()).isEqualTo("the \"best\" 🍊\u0001jam\\");
            assertThat(line.at("/matching_rules/0/id").asText()).matches("[0-9]{1,19}");
        }
    }

    @Test
    void aPostIsFoundByTheAppThatWroteIt() throws Exception {
        String key = one.key("basic");
        String alice = one.key(NewKey.live(one.app("basic"), Set.of()).actingFor(SampleMicroblog.ALICE));
        addRule(one, key, "source:test balloon", "");
        try (StreamReader reader = StreamReader.open(one, STREAM + "?tweet.fields=source", key)) {
            post(SampleMicroblog.ALICE, "a balloon without an app");
            HttpResponse<String> written = one.send("POST", "/2/tweets", alice, "{\"text\":\"a balloon by the app\"}");
            assertThat(written.statusCode()).as(written.body()).isEqualTo(201);

            JsonNode line = reader.next();
            assertThat(line.at("/data/text").asText()).isEqualTo("a balloon by the app");
            assertThat(line.at("/data/source").asText()).isEqualTo("test");

            String id = line.at("/data/id").asText();
            String bob = one.key(NewKey.live(one.app("basic"), Set.of()).actingFor(SampleMicroblog.BOB));
            assertThat(one.send(
                                    "POST",
                                    "/2/users/" + SampleMicroblog.BOB + "/retweets",
                                    bob,
                                    "{\"tweet_id\":\"" + id + "\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(reader.next().at("/data/source").asText()).as("a repost").isEqualTo("test");
        }
    }

    @Test
    void everyConnectionGetsEveryPostOnceAndInTheSameOrder() throws Exception {
        int writers = 4;
        int posts = 60;
        List<StreamReader> readers = new ArrayList<>();
        String key = one.key("first-party");
        addRule(one, key, "everyone", "all");
        for (int i = 0; i < 4; i++) {
            readers.add(StreamReader.open(i % 2 == 0 ? one : two, STREAM + (i < 2 ? "" : "?tweet.fields=lang"), key));
        }
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<List<Long>>> written = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            written.add(threads.submit(() -> {
                List<Long> ids = new ArrayList<>();
                for (int i = 0; i < posts; i++) {
                    ids.add(post(SampleMicroblog.ALICE, "everyone " + number + " " + i));
                }
                return ids;
            }));
        }
        // Opened in the midst of it: what the past holds and what is new must meet without a seam.
        List<Long> first = readers.get(0).ids(writers * posts / 2);
        readers.add(StreamReader.open(two, STREAM + "?backfill_minutes=5", key));
        List<List<Long>> byWriter = new ArrayList<>();
        for (Future<List<Long>> each : written) {
            byWriter.add(each.get(120, TimeUnit.SECONDS));
        }
        threads.shutdown();

        List<Long> order = new ArrayList<>(first);
        order.addAll(readers.get(0).ids(writers * posts - first.size()));
        for (StreamReader reader : readers.subList(1, readers.size())) {
            assertThat(reader.ids(writers * posts)).isEqualTo(order);
        }
        for (List<Long> ids : byWriter) {
            assertThat(order.stream().filter(new HashSet<>(ids)::contains)).containsExactlyElementsOf(ids);
        }
        for (StreamReader reader : readers) {
            assertThat(reader.waiting()).isZero();
            reader.close();
        }
    }

    @Test
    void withoutRulesThereIsNoStream() throws Exception {
        HttpResponse<String> refused = refusal(one, STREAM, one.key("basic"));

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("streaming-connection").contains("RuleConfigurationIssue");
    }

    @Test
    void anAccountHoldsAsManyConnectionsAsItsPlanSaysOverAllGateways() throws Exception {
        String key = one.key("basic");
        addRule(one, key, "weir", "");
        try (StreamReader first = StreamReader.open(one, STREAM, key)) {
            assertThat(first.status()).isEqualTo(200);
            HttpResponse<String> second = refusal(two, STREAM, key);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.body())
                    .contains("streaming-connection")
                    .contains("TooManyConnections")
                    .contains("ConnectionException");
            assertThat(second.headers().firstValue("x-rate-limit-limit")).contains("50");
            assertThat(second.headers().firstValue("Retry-After")).isPresent();

            assertThat(two.send("DELETE", "/2/connections/all", key, "").statusCode())
                    .isEqualTo(200);
            assertThat(first.next().at("/errors/0/disconnect_type").asText()).isEqualTo("ForceDisconnect");
            assertThat(first.ends()).isTrue();
        }
        Await.until("the ended stream's place is free", () -> {
            try (StreamReader again = StreamReader.open(two, STREAM, key)) {
                return again.status() == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void connectionsAreListedAndClosedById() throws Exception {
        String key = one.key("premium");
        addRule(one, key, "weir", "");
        try (StreamReader filtered = StreamReader.open(one, STREAM, key);
                StreamReader sampled = StreamReader.open(two, "/2/tweets/sample/stream", key)) {
            assertThat(sampled.status()).isEqualTo(200);
            JsonNode page =
                    json.readTree(two.get("/2/connections?max_results=1", key).body());
            assertThat(page.at("/meta/result_count").asInt()).isEqualTo(1);
            assertThat(page.at("/data/0/endpoint_name").asText()).isEqualTo("sample_stream");
            JsonNode rest = json.readTree(two.get(
                            "/2/connections?pagination_token="
                                    + page.at("/meta/next_token").asText(),
                            key)
                    .body());
            assertThat(rest.at("/data/0/endpoint_name").asText()).isEqualTo("filtered_stream");

            String id = rest.at("/data/0/id").asText();
            JsonNode closed = json.readTree(two.send(
                            "DELETE",
                            "/2/connections",
                            key,
                            "{\"uuids\":[\"" + id + "\",\"" + UUID.randomUUID() + "\"]}")
                    .body());
            assertThat(closed.at("/data/successful_kills").asInt()).isEqualTo(1);
            assertThat(closed.at("/data/failed_kills").asInt()).isEqualTo(1);
            assertThat(filtered.next().at("/errors/0/title").asText()).isEqualTo("operational-disconnect");
            assertThat(filtered.ends()).isTrue();
        }
        Await.until(
                "the end of the stream is listed",
                () -> body(one, "/2/connections?status=inactive&connection.fields=disconnect_reason", key)
                        .contains("closed by the app"));
        assertThat(one.get("/2/connections?status=open", key).statusCode()).isEqualTo(400);
        assertThat(one.send("DELETE", "/2/connections", key, "{\"uuids\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(one.send("DELETE", "/2/connections", key, "{\"uuids\":[\"x\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRevokedKeyAndAChangedPlanEndTheStream() throws Exception {
        String revoked = one.key("basic");
        String moved = one.key("basic");
        addRule(one, revoked, "weir", "");
        addRule(one, moved, "weir", "");
        try (StreamReader first = StreamReader.open(one, STREAM, revoked);
                StreamReader second = StreamReader.open(two, STREAM, moved)) {
            one.jdbi().useHandle(handle -> {
                handle.execute("update platform.keys set revoked_at = now() where id = ?", id(revoked));
                handle.execute(
                        "insert into billing.subscriptions (account_id, plan, actor, reason)"
                                + " select a.account_id, 'premium', 'test', 'test' from platform.keys k"
                                + " join platform.apps a on a.id = k.app_id where k.id = ?",
                        id(moved));
            });
            assertThat(first.next().at("/errors/0/detail").asText()).contains("revoked");
            assertThat(first.ends()).isTrue();
            assertThat(second.next().at("/errors/0/detail").asText()).contains("plan");
            assertThat(second.ends()).isTrue();
        }
    }

    @Test
    void deliveredPostsCountAndASpentMonthEndsTheStream() throws Exception {
        String key = one.key("free");
        addRule(one, key, "costly", "");
        try (StreamReader reader = StreamReader.open(one, STREAM, key)) {
            for (int i = 0; i < 6; i++) {
                post(SampleMicroblog.ALICE, "costly " + i);
            }
            assertThat(reader.ids(5)).hasSize(5);
            JsonNode last = reader.next();
            assertThat(last.at("/errors/0/title").asText()).isEqualTo("UsageCapExceeded");
            assertThat(last.at("/errors/0/type").asText()).endsWith("/usage-capped");
            assertThat(reader.ends()).isTrue();
        }
        Await.until(
                "the posts delivered are counted",
                () -> body(one, "/2/usage/tweets", key).contains("\"project_usage\":\"5\""));
    }

    @Test
    void aRuleAddedAtOneGatewayIsInForceAtTheOtherWithinSeconds() throws Exception {
        String key = one.key("basic");
        addRule(one, key, "before", "");
        try (StreamReader reader = StreamReader.open(two, STREAM, key)) {
            addRule(one, key, "afterwards", "late");
            Await.until("the rule is in force at the other gateway", () -> {
                post(SampleMicroblog.ALICE, "afterwards");
                return reader.waiting() > 0;
            });
            assertThat(reader.next().at("/matching_rules/0/tag").asText()).isEqualTo("late");
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws Exception {
        TestServer third = TestServer.beside(one, clock);
        String key = one.key("basic");
        addRule(one, key, "weir", "");
        try (StreamReader reader = StreamReader.open(third, STREAM, key)) {
            assertThat(reader.status()).isEqualTo(200);
            third.close();
            assertThat(reader.next().at("/errors/0/disconnect_type").asText()).isEqualTo("OperationalDisconnect");
            assertThat(reader.ends()).isTrue();
        }
    }

    @Test
    void aConnectionOfAGatewayThatDiedIsFreeWithinItsTerm() throws Exception {
        String key = one.key("basic");
        addRule(one, key, "weir", "");
        one.jdbi().useHandle(handle -> handle.execute("""
                with dead as (
                    insert into platform.stream_gateways (id, seen_at)
                    values (gen_random_uuid(), clock_timestamp() - interval '10 seconds') returning id)
                insert into platform.stream_connections (id, gateway, account_id, app_id, stream)
                select gen_random_uuid(), dead.id, a.account_id, a.id, 'filtered_stream'
                from dead, platform.keys k join platform.apps a on a.id = k.app_id where k.id = ?
                """, id(key)));
        assertThat(refusal(two, STREAM, key).statusCode()).isEqualTo(429);
        // Seldom enough for the window of 50 connects.
        Await.until("the places of the gateway that is gone are free", Duration.ofSeconds(1), () -> {
            try (StreamReader again = StreamReader.open(two, STREAM, key)) {
                return again.status() == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void plansAndParametersAreHeld() throws Exception {
        String free = one.key("free");
        assertThat(refusal(one, "/2/tweets/sample/stream", free).statusCode()).isEqualTo(403);
        String key = one.key("basic");
        addRule(one, key, "weir", "");
        for (String query : List.of(
                "backfill_minutes=6",
                "backfill_minutes=x",
                "tweet.fields=nonsense",
                "nonsense=1",
                "start_time=2020-01-01T00:00:00Z",
                "end_time=2020-01-01T00:00:00Z")) {
            HttpResponse<String> refused = refusal(one, STREAM + "?" + query, key);
            assertThat(refused.statusCode()).as(query).isEqualTo(400);
            assertThat(refused.body()).as(query).contains("invalid-request");
        }
    }

    private static String body(TestServer server, String path, String key) {
        try {
            return server.get(path, key).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer to a connect that is refused; one that is not would never end. */
    private static HttpResponse<String> refusal(TestServer server, String path, String key) throws Exception {
        try (StreamReader reader = StreamReader.open(server, path, key)) {
            assertThat(reader.status()).as(path).isNotEqualTo(200);
        }
        return server.get(path, key);
    }

    private void addRule(TestServer server, String key, String value, String tag) throws Exception {
        String body = json.writeValueAsString(java.util.Map.of(
                "add",
                List.of(
                        tag.isEmpty()
                                ? java.util.Map.of("value", value)
                                : java.util.Map.of("value", value, "tag", tag))));
        HttpResponse<String> answer = server.send("POST", RULES, key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json.readTree(answer.body()).at("/meta/summary/created").asInt())
                .as(answer.body())
                .isEqualTo(1);
    }

    private long post(long author, String text) {
        Writing written = posting.write(new Draft(author, text, null, null, null), Optional.empty());
        assertThat(written).isInstanceOf(Writing.Done.class);
        return ((Writing.Done) written).postId();
    }

    /** The public part of a key. */
    private static String id(String key) {
        return key.split("_")[2];
    }
}
