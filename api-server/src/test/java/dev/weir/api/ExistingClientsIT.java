package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.feed.Feed;
import dev.weir.api.keys.NewKey;
import dev.weir.api.microblog.writing.Draft;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What clients that were written for the other platform send, and what they need back, over plain HTTP. N is npm
 * twitter-api-v2, TS npm twitter-api-sdk, XDK npm @xdevplatform/xdk, PY tweepy, J the Java SDK; their habits were seen by
 * running them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExistingClientsIT {

    /** The first millisecond of the ids, in which N computes. */
    private static final long EPOCH_MILLIS = 1_288_834_974_657L;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private TestServer server;
    private SampleMicroblog sample;
    private Posting posting;
    private String key;
    private String userKey;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
        posting = new Posting(server.jdbi(), new PostIds(server.jdbi(), clock, new UUID(0, 2)), new Feed(), clock);
        key = server.key("first-party");
        userKey = server.key(NewKey.live(server.app("first-party"), Set.of()).actingFor(SampleMicroblog.ALICE));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void listsAreSeparatedByRawCommasFromJAndByEncodedOnesFromN() throws Exception {
        String ids = sample.reply() + "," + sample.quote();
        String raw = server.get("/2/tweets?ids=" + ids + "&tweet.fields=created_at,lang", key)
                .body();
        String encoded = server.get("/2/tweets?ids=" + ids.replace(",", "%2C") + "&tweet.fields=created_at%2Clang", key)
                .body();

        assertThat(json.readTree(raw).path("data")).hasSize(2);
        assertThat(encoded).isEqualTo(raw);
    }

    @Test
    void spacesAreEncodedAsPercent20OrAsPlus() throws Exception {
        JsonNode percent = get("/2/tweets/search/recent?query=from:alice%20weir");
        JsonNode plus = get("/2/tweets/search/recent?query=from:alice+weir");

        assertThat(percent.path("meta").path("result_count").asInt()).isEqualTo(10);
        assertThat(plus.path("data")).isEqualTo(percent.path("data"));
    }

    @Test
    void xdkAsksForPostFieldsAndGetsWhatTweetFieldsGive() throws Exception {
        String path = "/2/tweets/" + sample.reply();
        assertThat(get(path + "?post.fields=created_at,author_id"))
                .isEqualTo(get(path + "?tweet.fields=created_at,author_id"));
        assertThat(get(path + "?post.fields=created_at&tweet.fields=author_id").path("data"))
                .as("both at once add up")
                .hasSize(5);
    }

    @Test
    void xdkSendsAContentTypeOnGet() throws Exception {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri("/2/users/1001"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json"));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void nSendsNoUserAgentButItsOwnHeader() throws Exception {
        String answer = overASocket("GET /2/users/1001 HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer " + key
                + "\r\nx-user-agent: Node.twitter-api-v2\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"username\":\"alice\"");
    }

    @Test
    void allButXdkAskForGzip() throws Exception {
        String path = "/2/users/1001/tweets?max_results=20&tweet.fields=created_at,public_metrics";
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Accept-Encoding", "br, gzip, deflate")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
        String unzipped = new String(
                new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(json.readTree(unzipped)).isEqualTo(get(path));
    }

    @Test
    void aBodyMayBeGzippedToo() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"text\":\"über die Wehre 🌊\"}".getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri("/2/tweets"))
                .header("Authorization", "Bearer " + userKey)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(json.readTree(answer.body()).path("data").path("text").asText())
                .isEqualTo("über die Wehre 🌊");
    }

    @Test
    void nPagesSearchByNextTokenAndOthersByPaginationToken() throws Exception {
        String search = "/2/tweets/search/recent?max_results=10&query=from:alice%20%23water";
        String token = get(search).path("meta").path("next_token").asText();

        assertThat(token).hasSizeGreaterThanOrEqualTo(16);
        assertThat(get(search + "&next_token=" + token)).isEqualTo(get(search + "&pagination_token=" + token));
        assertThat(ids(get(search + "&next_token=" + token))).doesNotContainAnyElementsOf(ids(get(search)));
    }

    @Test
    void nPagesTimelinesByPaginationToken() throws Exception {
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = get("/2/users/1001/tweets?max_results=20&until_id=" + newest()
                    + (token.isEmpty() ? "" : "&pagination_token=" + token));
            found.addAll(ids(page));
            token = page.path("meta").path("next_token").asText("");
        } while (!token.isEmpty());

        assertThat(found).contains(Long.toString(sample.alicePost(0))).doesNotHaveDuplicates();
    }

    @Test
    void nGoesOnByUntilIdWhereAPageHasNoToken() throws Exception {
        String search = "/2/tweets/search/recent?max_results=10&query=from:alice%20%23water";
        JsonNode first = get(search);
        String second =
                search + "&until_id=" + first.path("meta").path("oldest_id").asText();
        String byToken =
                search + "&next_token=" + first.path("meta").path("next_token").asText();

        assertThat(ids(get(second))).hasSize(10).isEqualTo(ids(get(byToken)));
    }

    @Test
    void nTurnsAStartTimeIntoASinceId() throws Exception {
        Instant start = clock.instant().minus(Duration.ofMinutes(69)).minusSeconds(30);
        long since = (start.toEpochMilli() - EPOCH_MILLIS) << 22;
        String timeline = "/2/users/1001/tweets?max_results=20&until_id=" + newest();

        assertThat(ids(get(timeline + "&since_id=" + since)))
                .hasSize(10)
                .isEqualTo(ids(get(timeline + "&start_time=" + start)));
    }

    @Test
    void nCountsResultsOfAnEmptyPageAndReadsNoData() throws Exception {
        JsonNode empty = get("/2/tweets/search/recent?query=nobodyeverwrotethis");

        assertThat(empty.path("meta").path("result_count").isInt()).isTrue();
        assertThat(empty.has("data")).isFalse();
        assertThat(empty.path("meta").has("next_token")).isFalse();
    }

    @Test
    void pySleepsUntilTheResetOfA429InSecondsOfTheEpoch() throws Exception {
        String free = server.key("free");
        HttpResponse<String> answer = server.get("/2/usage/tweets", free);
        for (int i = 0; i < 30 && answer.statusCode() == 200; i++) {
            clock.advance(Duration.ofSeconds(1));
            answer = server.get("/2/usage/tweets", free);
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("x-rate-limit-remaining")).hasValue("0");
        long reset =
                Long.parseLong(answer.headers().firstValue("x-rate-limit-reset").orElse("0"));
        assertThat(reset - clock.instant().getEpochSecond()).isBetween(1L, 900L);
    }

    @Test
    void tsParsesTheBodyOfEveryRefusal() throws Exception {
        for (String path : List.of("/2/nothing", "/2/tweets/x", "/2/users/by", "/2/tweets/search/recent?query=(")) {
            HttpResponse<String> answer = server.get(path, key);
            assertThat(answer.statusCode()).as(path).isBetween(400, 499);
            assertThat(json.readTree(answer.body()).path("title").asText())
                    .as(path)
                    .isNotEmpty();
        }
    }

    @Test
    void jAsksForAllFieldsThatItKnowsAndIsNotRefused() throws Exception {
        JsonNode answer = get("/2/tweets/" + sample.reply() + "?tweet.fields=attachments,author_id,context_annotations,"
                + "conversation_id,created_at,edit_controls,edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,"
                + "lang,non_public_metrics,organic_metrics,possibly_sensitive,promoted_metrics,public_metrics,"
                + "referenced_tweets,reply_settings,source,text,withheld&media.fields=alt_text,non_public_metrics,url");

        assertThat(answer.path("data").path("edit_history_tweet_ids")).hasSize(1);
    }

    @Test
    void nAddsListsAndDeletesRulesInItsBodies() throws Exception {
        String app = server.key("premium");
        JsonNode added = rules(app, "", "{\"add\":[{\"value\":\"lock gate\",\"tag\":\"gates\"},{\"value\":\"(\"}]}");
        String id = added.at("/data/0/id").asText();
        assertThat(added.at("/data/0/tag").asText()).isEqualTo("gates");
        assertThat(added.at("/meta/summary/not_created").asInt()).isEqualTo(1);
        assertThat(added.at("/errors/0/value").asText()).isEqualTo("(");

        assertThat(rules(app, "?dry_run=true", "{\"delete\":{\"ids\":[\"" + id + "\"]}}")
                        .at("/meta/summary/deleted")
                        .asInt())
                .isEqualTo(1);
        JsonNode listed = json.readTree(
                server.get("/2/tweets/search/stream/rules?ids=" + id, app).body());
        assertThat(listed.at("/data/0/value").asText()).isEqualTo("lock gate");
        assertThat(listed.at("/meta/sent").asText()).endsWith("Z");

        rules(app, "", "{\"delete\":{\"ids\":[\"" + id + "\"]}}");
        assertThat(json.readTree(
                                server.get("/2/tweets/search/stream/rules", app).body())
                        .has("data"))
                .isFalse();
    }

    @Test
    void nAndTsReadAStreamByItsCarriageReturnsAndChunks() throws Exception {
        String app = server.key("premium");
        rules(app, "", "{\"add\":[{\"value\":\"sluice\",\"tag\":\"sluices\"}]}");
        try (RawStream stream = RawStream.open(
                server,
                "/2/tweets/search/stream?tweet.fields=author_id,lang&expansions=author_id",
                app,
                "1.1",
                "x-user-agent: Node.twitter-api-v2\r\n")) {
            assertThat(stream.head().toLowerCase(Locale.ROOT))
                    .startsWith("http/1.1 200")
                    .contains("content-type: application/json")
                    .contains("transfer-encoding: chunked")
                    .contains("x-rate-limit-limit: ", "x-rate-limit-remaining: ", "x-rate-limit-reset: ");
            for (String text : List.of("a sluice 🌊", "the sluice 水門\nin two lines", "sluice")) {
                posting.write(new Draft(SampleMicroblog.ALICE, text, null, null, null), Optional.empty());
            }
            for (String text : List.of("a sluice 🌊", "the sluice 水門\nin two lines", "sluice")) {
                String chunk = stream.post();
                assertThat(chunk).endsWith("}\r\n");
                assertThat(chunk.indexOf('\n')).as("one line in a chunk").isEqualTo(chunk.length() - 1);
                JsonNode post = json.readTree(chunk);
                assertThat(post.at("/data/text").asText()).isEqualTo(text);
                assertThat(post.at("/data/edit_history_tweet_ids")).hasSize(1);
                assertThat(post.at("/includes/users/0/username").asText()).isEqualTo("alice");
                assertThat(post.at("/matching_rules/0/tag").asText()).isEqualTo("sluices");
            }
        }
    }

    @Test
    void idsAreUploadedAndResultsFetchedWithoutABearer() throws Exception {
        String app = server.key("academic");
        HttpResponse<String> created = server.send(HttpRequest.newBuilder(server.uri("/2/compliance/jobs"))
                .header("Authorization", "Bearer " + app)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"tweets\",\"name\":\"mine\"}")));
        JsonNode job = json.readTree(created.body()).path("data");
        server.jdbi()
                .useHandle(handle ->
                        handle.execute("insert into microblog.deletions (post_id, author_id, deleted_at, reason)"
                                + " values (20, 1001, '2026-11-20T00:00:00Z', 'deleted')"));

        HttpResponse<String> uploaded = server.send(
                HttpRequest.newBuilder(URI.create(job.path("upload_url").asText()))
                        .header("Content-Type", "text/plain")
                        .PUT(HttpRequest.BodyPublishers.ofString("20\r\n" + sample.alicePost(0) + "\n")));
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
        JsonNode done = complete(app, job.path("id").asText());
        assertThat(done.path("status").asText()).isEqualTo("complete");
        HttpResponse<String> result = server.send(
                HttpRequest.newBuilder(URI.create(done.path("download_url").asText())));

        assertThat(result.body()).endsWith("}\n").hasLineCount(1);
        assertThat(json.readTree(result.body()).path("id").asText()).isEqualTo("20");
        assertThat(json.readTree(result.body()).path("reason").asText()).isEqualTo("deleted");
    }

    /** The job when it is complete; asks the database until then, as the plan allows few questions to the server. */
    private JsonNode complete(String app, String id) throws Exception {
        Await.until(
                "the job is complete",
                () -> server.jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "select status = 'complete' from platform.compliance_jobs where id = :id")
                                .bind("id", Long.parseLong(id))
                                .mapTo(Boolean.class)
                                .one()));
        HttpResponse<String> answer = server.get("/2/compliance/jobs/" + id, app);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).path("data");
    }

    private JsonNode rules(String app, String query, String body) throws Exception {
        HttpResponse<String> answer =
                server.send(HttpRequest.newBuilder(server.uri("/2/tweets/search/stream/rules" + query))
                        .header("Authorization", "Bearer " + app)
                        .header("Content-Type", "application/json;charset=UTF-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return json.readTree(answer.body());
    }

    private long newest() {
        return sample.alicePost(0) + 1;
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = server.get(path, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("data").forEach(post -> ids.add(post.path("id").asText()));
        return ids;
    }

    /** What comes back when exactly these bytes are sent: HTTP clients add headers of their own. */
    private String overASocket(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
