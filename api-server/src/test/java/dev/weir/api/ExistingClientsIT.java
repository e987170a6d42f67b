package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.keys.NewKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private String key;
    private String userKey;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
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
