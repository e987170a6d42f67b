package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twitter.clientlib.JSON;
import com.twitter.clientlib.model.ProblemOrError;
import dev.weir.api.keys.NewKey;
import dev.weir.api.problems.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Malformed and hostile requests, written byte by byte: each gets its documented status and a body that the strictest
 * client can parse, never a 500 and never HTML.
 */
// The SDK marks almost everything nullable; a null here fails the test as it should.
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsIT {

    private static final Set<String> KNOWN_TYPES =
            Set.copyOf(Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList());

    private final ObjectMapper json = new ObjectMapper();
    private TestServer server;
    private String key;
    private String userKey;

    @BeforeAll
    void start() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        SampleMicroblog.fill(server.jdbi(), clock.instant());
        key = server.key("first-party");
        userKey = server.key(NewKey.live(server.app("first-party"), Set.of()).actingFor(SampleMicroblog.ALICE));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} -> {3}")
    @CsvSource({
        "GET, /2/tweets/abc, KEY, 400",
        "GET, /2/tweets/99999999999999999999, KEY, 400",
        "GET, /2/tweets/-1, KEY, 400",
        "GET, /2/tweets/1%00, KEY, 400",
        "GET, /2/tweets, KEY, 400",
        "GET, /2/tweets?ids=, KEY, 400",
        "GET, /2/tweets?ids=IDS101, KEY, 400",
        "GET, '/2/tweets?ids=1,,2', KEY, 400",
        "GET, /2/tweets?ids=1&tweet.fields=nope, KEY, 400",
        "GET, /2/tweets?ids=1&expansions=nope, KEY, 400",
        "GET, /2/tweets?ids=1&nope=1, KEY, 400",
        "GET, /2/users/1?user.fields=password, KEY, 400",
        "GET, /2/users/by/username/has%20space, KEY, 400",
        "GET, /2/users/by?usernames=a%27%3Bdrop%20table%20users, KEY, 400",
        "GET, /2/users/1001/tweets?max_results=4, KEY, 400",
        "GET, /2/users/1001/tweets?max_results=1000000000000, KEY, 400",
        "GET, /2/users/1001/tweets?pagination_token=forged, KEY, 400",
        "GET, /2/users/1001/tweets?start_time=yesterday, KEY, 400",
        "GET, /2/users/1001/tweets?exclude=everything, KEY, 400",
        "GET, /2/tweets/search/recent, KEY, 400",
        "GET, /2/tweets/search/recent?query=, KEY, 400",
        "GET, /2/tweets/search/recent?query=LONG, KEY, 400",
        "GET, /2/tweets/search/recent?query=((((, KEY, 400",
        "GET, /2/tweets/search/recent?query=%22open, KEY, 400",
        "GET, /2/tweets/search/recent?query=lang:en, KEY, 400",
        "GET, /2/tweets/search/recent?query=bounding_box:1, KEY, 400",
        "GET, /2/tweets/search/recent?query=water&max_results=9, KEY, 400",
        "GET, /2/tweets/search/recent?query=water&start_time=2006-01-01T00:00:00Z, KEY, 400",
        "GET, /2/tweets/search/recent?query=%ff%fe, KEY, 400",
        "GET, /2/usage/tweets, USER, 403",
        "GET, /2/tweets/1, NONE, 401",
        "GET, /2/tweets/1, BASIC, 401",
        "GET, /2/tweets/1, CUT, 401",
        "GET, /2/tweets/1?access_token=weir_live_x, KEY, 400",
        "POST, /2/tweets/1, KEY, 405",
        "DELETE, /2/users/1, KEY, 405",
        "PUT, /2/tweets/search/recent, KEY, 405",
        "TRACE, /2/tweets/1, KEY, 405",
        "BREW, /2/tweets/1, KEY, 405",
        "GET, /2/tweeps, KEY, 404",
        "GET, /2/../../etc/passwd, KEY, 400",
        "GET, /%zz, KEY, 400",
    })
    void isRefusedInADocumentThatClientsCanParse(String method, String path, String credentials, int status)
            throws Exception {
        Answer answer = send(method + " " + fill(path) + " HTTP/1.1\r\nHost: weir\r\n" + authorization(credentials)
                + "Connection: close\r\n\r\n");

        assertProblem(answer, status);
    }

    @ParameterizedTest
    @CsvSource({"431, x-large", "400, Transfer-Encoding", "400, Host"})
    void malformedHeadersToo(int status, String what) throws Exception {
        String request = switch (what) {
            case "x-large" -> "GET /2/tweets/1 HTTP/1.1\r\nHost: weir\r\nx-large: " + "x".repeat(20_000) + "\r\n\r\n";
            case "Transfer-Encoding" ->
                "GET /2/tweets/1 HTTP/1.1\r\nHost: weir\r\nContent-Length: 3\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
            default -> "GET /2/tweets/1 HTTP/1.1\r\n\r\n";
        };

        assertProblem(send(request), status);
    }

    private void assertProblem(Answer answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.head().toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/problem+json");
        JsonNode body = json.readTree(answer.body());
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("title").asText()).isNotEmpty();
        assertThat(body.path("detail").asText()).isNotEmpty();
        assertThat(KNOWN_TYPES).contains(body.path("type").asText());
        assertThat(answer.body())
                .doesNotContain(key)
                .doesNotContain("Exception")
                .doesNotContain("select ");
        ProblemOrError parsed = JSON.getGson().fromJson(answer.body(), ProblemOrError.class);
        assertThat(parsed.getProblem().getTitle()).isEqualTo(body.path("title").asText());
    }

    private String fill(String path) {
        String ids = IntStream.rangeClosed(1, 101).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return path.replace("IDS101", ids).replace("LONG", "a".repeat(5_000));
    }

    private String authorization(String credentials) {
        return switch (credentials) {
            case "KEY" -> "Authorization: Bearer " + key + "\r\n";
            case "USER" -> "Authorization: Bearer " + userKey + "\r\n";
            case "BASIC" -> "Authorization: Basic d2VpcjpzZWNyZXQ=\r\n";
            case "CUT" -> "Authorization: Bearer " + key.substring(0, key.length() - 1) + "\r\n";
            default -> "";
        };
    }

    private record Answer(int status, String head, String body) {}

    /** One request on a connection of its own, as bytes: an HTTP client would refuse to send most of these. */
    private Answer send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String raw = read(socket.getInputStream());
            int end = raw.indexOf("\r\n\r\n");
            String head = raw.substring(0, end);
            return new Answer(Integer.parseInt(head.split(" ")[1]), head, raw.substring(end + 4));
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
