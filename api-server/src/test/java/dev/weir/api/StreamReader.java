package dev.weir.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.contract.ContractFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of a stream: reads lines as they come, heartbeats aside. */
final class StreamReader implements AutoCloseable {

    private static final String END = "(end)";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestServer server;
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    private StreamReader(TestServer server, HttpResponse<InputStream> response) {
        this.server = server;
        this.response = response;
    }

    /** Connects and begins to read; a refusal can be read too. Every line is held to the OpenAPI document. */
    static StreamReader open(TestServer server, String path, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + key)
                .build();
        StreamReader reader = new StreamReader(server, HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        Thread thread = new Thread(reader::read, "stream-reader");
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    private void read() {
        String exchange = response.headers().firstValue(ContractFilter.EXCHANGE).orElseThrow();
        boolean begun = status() == 200;
        if (begun) {
            server.judge(exchange, List.of());
        }
        try (BufferedReader text = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (!line.isEmpty()) {
                    if (begun) {
                        server.judge(exchange, List.of(line));
                    }
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            if (!closed) {
                lines.add("(broken) " + e);
            }
        }
        lines.add(END);
    }

    int status() {
        return response.statusCode();
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next line that is no heartbeat. */
    JsonNode next() throws Exception {
        String line = lines.poll(20, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line within 20 s");
        }
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** Ids of the next posts. */
    List<Long> ids(int count) throws Exception {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            JsonNode line = next();
            if (!line.has("data")) {
                throw new AssertionError("after " + ids.size() + " posts: " + line);
            }
            ids.add(line.at("/data/id").asLong());
        }
        return ids;
    }

    /** Whether the server ends the answer, and nothing comes before. */
    boolean ends() throws InterruptedException {
        return END.equals(lines.poll(20, TimeUnit.SECONDS));
    }

    /** Lines that have come and were not asked for yet. */
    int waiting() {
        return lines.size();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        response.body().close();
    }
}
