package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.contract.ContractFilter;
import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.writing.Draft;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import dev.weir.api.microblog.writing.Writing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a stream is on the wire, down to the byte: clients differ in what they wait for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamWireIT {

    private static final String STREAM = "/2/tweets/search/stream";

    private final ObjectMapper json = new ObjectMapper();
    private final Clock clock = Clock.systemUTC();
    private TestServer server;
    private Posting posting;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        SampleMicroblog.fill(server.jdbi(), clock.instant());
        posting = new Posting(server.jdbi(), new PostIds(server.jdbi(), clock, UUID.randomUUID()), new Feed(), clock);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aLineIsAChunkAndEndsInCarriageReturnAndLineFeed() throws Exception {
        String key = keyFor("chunky");
        try (RawStream stream = RawStream.open(server, STREAM, key, "1.1", "")) {
            assertThat(stream.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsOnlyOnce("chunked")
                    .containsIgnoringCase("transfer-encoding: chunked");
            post("chunky one 🧱");
            post("chunky two");

            String line = stream.post();
            assertThat(line).startsWith("{").endsWith("}\r\n").contains("chunky one 🧱");
            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
            assertThat(stream.post()).endsWith("}\r\n").contains("chunky two");
        }
    }

    /** Python's clients give a chunk to their application when its end has come too. */
    @Test
    void aChunkIsWholeWithoutTheNextOne() throws Exception {
        String key = keyFor("alone");
        try (RawStream stream = RawStream.open(server, STREAM, key, "1.1", "")) {
            post("alone");

            assertThat(stream.post()).contains("alone");
            assertThat(stream.waiting())
                    .as("no heartbeat had to bring the end of the chunk")
                    .isZero();
        }
    }

    @Test
    void aStreamThatEndsLeavesItsSocketUsable() throws Exception {
        String key = keyFor("ends");
        try (RawStream stream = RawStream.open(server, STREAM, key, "1.1", "")) {
            post("ends here");
            assertThat(stream.post()).contains("ends here");
            assertThat(server.send("DELETE", "/2/connections/all", key, "").statusCode())
                    .isEqualTo(200);

            assertThat(stream.post()).contains("operational-disconnect");
            assertThat(stream.post()).as("the last chunk").isEmpty();
            assertThat(stream.again("/2/tweets/search/stream/rules", key)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aReaderWhoGoesFreesItsPlaceWithoutWaitingForAHeartbeat() throws Exception {
        String key = server.key("basic");
        addRule(key, "places");
        try (RawStream witness = RawStream.open(server, STREAM, keyFor("silence"), "1.1", "")) {
            RawStream.open(server, STREAM, key, "1.1", "").close();
            Await.until("the only place of the plan is free again", Duration.ofSeconds(1), () -> {
                try (RawStream again = RawStream.open(server, STREAM, key, "1.1", "")) {
                    return again.head().startsWith("HTTP/1.1 200 ");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(witness.waiting())
                    .as("the second heartbeat would have told too")
                    .isLessThan(2 * "2\r\n\r\n\r\n".length());
        }
        assertThat(inactive(key)).contains("reader gone");
    }

    @Test
    void aClientThatWillCloseTheConnectionGetsChunksToo() throws Exception {
        String key = keyFor("closing");
        try (RawStream stream = RawStream.open(server, STREAM, key, "1.1", "Connection: close\r\n")) {
            assertThat(stream.head()).containsIgnoringCase("transfer-encoding: chunked");
            post("closing soon");
            assertThat(stream.post()).contains("closing soon");
        }
    }

    @Test
    void aClientThatKnowsNoChunksGetsLines() throws Exception {
        String key = keyFor("oldest");
        try (RawStream stream = RawStream.open(server, STREAM, key, "1.0", "")) {
            assertThat(stream.head()).doesNotContainIgnoringCase("transfer-encoding");
            post("oldest one");
            post("oldest two");
            assertThat(stream.line()).startsWith("{").contains("oldest one").endsWith("}\r\n");
            assertThat(stream.line()).startsWith("{").contains("oldest two").endsWith("}\r\n");
        }
    }

    @Test
    void aStreamOverTlsIsTheSame() throws Exception {
        String key = server.key("basic");
        addRule(key, "secret");
        TestServer tls = TestServer.besideWithTls(server, clock);
        try {
            try (RawStream stream = RawStream.openTls(tls, STREAM, key)) {
                assertThat(stream.head()).startsWith("HTTP/1.1 200 ");
                post("a secret");
                assertThat(stream.post()).contains("a secret");
                post("another secret");
                assertThat(stream.post()).contains("another secret");
            }
            Await.until("the reader's place is free", () -> inactive(key).contains("reader gone"));
        } finally {
            tls.close();
        }
    }

    @Test
    void aHeadRequestIsAnsweredAndOpensNoStream() throws Exception {
        String key = keyFor("headless");
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(STREAM))
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(20))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-rate-limit-remaining")).isPresent();
        assertThat(server.get("/2/connections", key).body()).contains("\"result_count\":0");
    }

    @Test
    void aCompressedStreamIsReadLineByLine() throws Exception {
        String key = keyFor("squeezed");
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri(STREAM))
                                .header("Authorization", "Bearer " + key)
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        post("squeezed once");
        try (InputStream in = new GZIPInputStream(response.body())) {
            String once = RawStream.line(in);
            assertThat(once).contains("squeezed once").endsWith("}\r\n");
            post("squeezed twice");
            String twice = RawStream.line(in);
            assertThat(twice).contains("squeezed twice");
            server.judge(response.headers().firstValue(ContractFilter.EXCHANGE).orElseThrow(), List.of(once, twice));
        }
    }

    @Test
    void aReaderWhoDoesNotReadIsCutOffWithTheReason() throws Exception {
        String key = keyFor("bulky");
        try (RawStream stream = RawStream.openNarrow(server, STREAM, key)) {
            assertThat(stream.head()).startsWith("HTTP/1.1 200 ");
            // Longer than any client could post, so that few of them fill every buffer between here and there.
            String filler = " filler".repeat(20_000);
            Instant before = clock.instant();
            Await.until("the slow reader is cut off", () -> {
                long id = post("bulky");
                server.jdbi()
                        .useHandle(handle ->
                                handle.execute("update microblog.posts set text = text || ? where id = ?", filler, id));
                return inactive(key).contains("slow reader");
            });
            assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofSeconds(60));
        }
    }

    private String inactive(String key) {
        try {
            return server.get("/2/connections?status=inactive&connection.fields=disconnect_reason", key)
                    .body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key whose stream finds this word. */
    private String keyFor(String word) throws Exception {
        String key = server.key("first-party");
        addRule(key, word);
        return key;
    }

    private void addRule(String key, String word) throws Exception {
        HttpResponse<String> answer = server.send(
                "POST", STREAM + "/rules", key, json.writeValueAsString(Map.of("add", List.of(Map.of("value", word)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private long post(String text) {
        Writing written = posting.write(new Draft(SampleMicroblog.ALICE, text, null, null, null), Optional.empty());
        assertThat(written).isInstanceOf(Writing.Done.class);
        return ((Writing.Done) written).postId();
    }
}
