package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.contract.ContractFilter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A stream as it is on the wire: a socket, the answer's head, chunks. Every line is held to the OpenAPI document. */
final class RawStream implements AutoCloseable {

    private static final Pattern EXCHANGE =
            Pattern.compile("(?i)^" + ContractFilter.EXCHANGE + ": (\\S+)", Pattern.MULTILINE);

    private final TestServer server;
    private final Socket socket;
    private final InputStream in;
    private final String head;

    private RawStream(TestServer server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.head = readHead();
    }

    /**
     * Sends a request and reads the head of its answer.
     *
     * @param version of HTTP, as {@code 1.1}
     * @param headers more of them, each with its line end
     */
    static RawStream open(TestServer server, String path, String key, String version, String headers)
            throws IOException {
        return open(server, new Socket(), plainPort(server), path, key, version, headers);
    }

    /** The same over TLS, whoever the server says it is. */
    static RawStream openTls(TestServer server, String path, String key) throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Trusting()}, null);
        return open(server, trusting.getSocketFactory().createSocket(), server.tlsPort(), path, key, "1.1", "");
    }

    /** The same, whose socket takes as little as can be before anybody reads. */
    static RawStream openNarrow(TestServer server, String path, String key) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        return open(server, socket, plainPort(server), path, key, "1.1", "");
    }

    private static int plainPort(TestServer server) {
        return server.uri("").getPort();
    }

    private static RawStream open(
            TestServer server, Socket socket, int port, String path, String key, String version, String headers)
            throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(30_000);
        send(socket, path, key, version, headers);
        RawStream stream = new RawStream(server, socket);
        stream.judge(List.of());
        return stream;
    }

    private static void send(Socket socket, String path, String key, String version, String headers)
            throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/" + version + "\r\nHost: localhost\r\nAuthorization: Bearer " + key
                                + "\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends one more request on the same socket, and gives the head of its answer. */
    String again(String path, String key) throws IOException {
        send(socket, path, key, "1.1", "");
        return readHead();
    }

    private String readHead() throws IOException {
        StringBuilder read = new StringBuilder();
        for (String line = readLine(); !line.equals("\r\n"); line = readLine()) {
            read.append(line);
        }
        return read.toString();
    }

    String head() {
        return head;
    }

    /** A line of an answer without chunks. */
    String line() throws IOException {
        String line = readLine();
        judge(List.of(line.strip()));
        return line;
    }

    private String readLine() throws IOException {
        return line(in);
    }

    /** A line with its end, and not a byte more. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last;
        do {
            last = in.read();
            assertThat(last).as("the stream ended").isNotNegative();
            line.write(last);
        } while (last != '\n');
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next chunk (RFC 9112, section 7.1), read to its end; empty for the last. */
    String chunk() throws IOException {
        int length = Integer.parseInt(readLine().strip(), 16);
        String chunk = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        assertThat(readLine()).isEqualTo("\r\n");
        judge(List.of(chunk.strip()));
        return chunk;
    }

    /** The next chunk that is no heartbeat. */
    String post() throws IOException {
        String chunk = chunk();
        while (chunk.equals("\r\n")) {
            chunk = chunk();
        }
        return chunk;
    }

    /** Bytes that have arrived and were not read yet. */
    int waiting() throws IOException {
        return in.available();
    }

    private void judge(List<String> lines) {
        Matcher exchange = EXCHANGE.matcher(head);
        if (exchange.find()) {
            server.judge(exchange.group(1), lines);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Believes every server. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
