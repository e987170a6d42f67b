package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twitter.clientlib.JSON;
import com.twitter.clientlib.model.ProblemOrError;
import dev.weir.api.contract.ApiDocument;
import dev.weir.api.keys.NewKey;
import dev.weir.api.problems.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static final ApiDocument DOCUMENT = ApiDocument.read();
    private static final List<String> REFUSALS =
            List.of("Refusal", "InvalidRequest", "Unauthorized", "UnsupportedAuthentication");

    private final ObjectMapper json = new ObjectMapper();
    private TestServer server;
    private String key;
    private String userKey;

    @BeforeAll
    void start() throws Exception {
        // The SDK's parser is a static that its first instance sets.
        var unused = new JSON();
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

    /** Each entry: the status, and the request; H stands for host and a good key, U for host and a user's key. */
    static Stream<Arguments> rawRequests() {
        String json = "U\r\nContent-Type: application/json\r\n";
        return Stream.of(
                arguments("two keys", 401, "GET /2/tweets/1 HTTP/1.1\r\nH\r\nAuthorization: Bearer x\r\n\r\n"),
                arguments("two hosts", 400, "GET /2/tweets/1 HTTP/1.1\r\nH\r\nHost: other\r\n\r\n"),
                arguments("a host that is none", 400, "GET /2/tweets/1 HTTP/1.1\r\nHost: a b@c:99999\r\n\r\n"),
                arguments("another site's address", 400, "GET http://evil.example/2/tweets/1 HTTP/1.1\r\nH\r\n\r\n"),
                arguments(
                        "two lengths", 400, "GET / HTTP/1.1\r\nH\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                arguments("a length below 0", 400, "GET / HTTP/1.1\r\nH\r\nContent-Length: -1\r\n\r\n"),
                arguments(
                        "a length beyond all",
                        400,
                        "POST / HTTP/1.1\r\nH\r\nContent-Length: 99999999999999999999\r\n\r\n"),
                arguments(
                        "garbage for chunks",
                        400,
                        "POST /2/tweets HTTP/1.1\r\n" + json
                                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
                arguments(
                        "an unknown coding",
                        400,
                        "POST /2/tweets HTTP/1.1\r\n" + json + "Transfer-Encoding: rot13\r\n\r\nabc"),
                arguments(
                        "a body that ends early",
                        400,
                        "POST /2/tweets HTTP/1.1\r\n" + json + "Content-Length: 50\r\n\r\n{\"text\":"),
                arguments(
                        "a body that is not gzip",
                        400,
                        "POST /2/tweets HTTP/1.1\r\n" + json
                                + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde"),
                arguments(
                        "a body nested deeply",
                        400,
                        "POST /2/tweets HTTP/1.1\r\n" + json + "Content-Length: 20000\r\n\r\n" + "[".repeat(20_000)),
                arguments(
                        "a body that is no UTF-8",
                        400,
                        "POST /2/tweets HTTP/1.1\r\n" + json + "Content-Length: 13\r\n\r\n{\"text\":\"\u00ff\u00fe\"}"),
                arguments(
                        "a form",
                        415,
                        "POST /2/tweets HTTP/1.1\r\nU\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\ntext=a"),
                arguments(
                        "a type that is none",
                        400,
                        "POST /2/tweets HTTP/1.1\r\nU\r\nContent-Type: ///\r\nContent-Length: 2\r\n\r\n{}"),
                arguments("HTML wanted", 406, "GET /2/tweets/1 HTTP/1.1\r\nH\r\nAccept: text/html\r\n\r\n"),
                arguments(
                        "an Accept that is none", 400, "GET /2/tweets/1 HTTP/1.1\r\nH\r\nAccept: ;;;q=banana\r\n\r\n"),
                arguments(
                        "an Expect that is none",
                        417,
                        "POST /2/tweets HTTP/1.1\r\n" + json + "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}"),
                arguments("NUL in the path", 400, "GET /2/tweets/1\0 HTTP/1.1\r\nH\r\n\r\n"),
                arguments("NUL in a header", 400, "GET /2/tweets/1 HTTP/1.1\r\nH\r\nX: a\0b\r\n\r\n"),
                arguments("a slash in disguise", 400, "GET /2/tweets%2f1 HTTP/1.1\r\nH\r\n\r\n"),
                arguments("dots in disguise", 400, "GET /docs/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nH\r\n\r\n"),
                arguments("UTF-8 made too long", 400, "GET /2/users/by/username/%c0%af HTTP/1.1\r\nH\r\n\r\n"),
                arguments("half a surrogate", 400, "GET /2/tweets/search/recent?query=%ed%a0%80 HTTP/1.1\r\nH\r\n\r\n"),
                arguments("a percent sign alone", 400, "GET /2/tweets?ids=% HTTP/1.1\r\nH\r\n\r\n"),
                arguments("a path too long", 414, "GET /2/tweets/" + "1".repeat(9_000) + " HTTP/1.1\r\nH\r\n\r\n"),
                arguments(
                        "a folded header",
                        400,
                        "GET /2/tweets/1 HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer\r\n x\r\n\r\n"),
                arguments(
                        "a space before the colon",
                        400,
                        "GET /2/tweets/1 HTTP/1.1\r\nHost: weir\r\nAuthorization : Bearer x\r\n\r\n"),
                arguments("no colon", 400, "GET /2/tweets/1 HTTP/1.1\r\nH\r\nnonsense\r\n\r\n"),
                arguments("a method in small letters", 405, "get /2/tweets/1 HTTP/1.1\r\nH\r\n\r\n"),
                arguments(
                        "another method in a header",
                        405,
                        "POST /2/usage/tweets HTTP/1.1\r\nH\r\nX-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n\r\n"),
                arguments("HTTP/1.0 without anything", 401, "GET /2/tweets/1 HTTP/1.0\r\n\r\n"),
                arguments("HTTP/2 in the clear", 426, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                arguments(
                        "TLS",
                        400,
                        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "a".repeat(50) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("rawRequests")
    void whatNoClientWouldSendToo(String what, int status, String request) throws Exception {
        String host = "Host: weir\r\nAuthorization: Bearer ";
        assertProblem(
                send(request.replace("\r\nH\r\n", "\r\n" + host + key + "\r\n")
                        .replace("\r\nU\r\n", "\r\n" + host + userKey + "\r\n")),
                status);
    }

    @Test
    void aBodyThatUnzipsToMoreThanABodyMayBeIsRefused() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"text\":\"".getBytes(StandardCharsets.UTF_8));
            gzip.write(new byte[30_000_000]);
        }
        String body = zipped.toString(StandardCharsets.ISO_8859_1);
        assertThat(body).as("the bomb").hasSizeLessThan(60_000);

        Answer answer = send("POST /2/tweets HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer " + userKey
                + "\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);

        assertProblem(answer, 400);
        assertThat(answer.body()).contains("larger than 65536 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        // The body does not come.
        "POST /2/nothing, 70000, 404",
        // The HTTP server stops reading a connection on which it saw this.
        "DELETE /2/tweets/1%00, 0, 400",
    })
    void aRefusalThatEndsTheConnectionSaysSo(String line, int length, int status) throws Exception {
        String head = line + " HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer " + userKey
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();

            assertThat(read(socket.getInputStream()).toLowerCase(Locale.ROOT))
                    .startsWith("http/1.1 " + status)
                    .contains("connection: close\r\n");
        }
    }

    @Test
    void aRefusalOfABodyThatHasComeLeavesTheConnection() throws Exception {
        String refused = "POST /2/nothing HTTP/1.1\r\nHost: weir\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\n\r\n{}";
        String next = "GET /2/nothing HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n\r\n";

        assertThat(send(refused + next).body()).contains("HTTP/1.1 404");
    }

    private void assertProblem(Answer answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
        // Some of these are answered by the HTTP server itself, where TestServer does not see them.
        assertThat(REFUSALS)
                .as(answer.body())
                .anyMatch(schema -> DOCUMENT.faults(schema, answer.body()).isEmpty());
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
            // Nothing more will come; so the server hangs up after its answer, whatever it thinks of the connection.
            socket.shutdownOutput();
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
