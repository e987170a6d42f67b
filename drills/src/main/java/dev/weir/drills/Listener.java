package dev.weir.drills;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One open stream that notes which post came when. */
final class Listener implements AutoCloseable {

    /** A post that came. */
    record Heard(long id, long nanos) {}

    private static final Pattern ID = Pattern.compile("^\\{\"data\":\\{\"id\":\"([0-9]+)\"");

    private final HttpURLConnection connection;
    private final List<Heard> heard = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();
    private volatile boolean closed;

    private Listener(HttpURLConnection connection) {
        this.connection = connection;
    }

    /** Connects; the answer may be a refusal. */
    static Listener open(URI uri, String key) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + key);
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(30_000);
        Listener listener = new Listener(connection);
        if (connection.getResponseCode() == 200) {
            Thread thread = new Thread(listener::listen, "listener");
            thread.setDaemon(true);
            thread.start();
        }
        return listener;
    }

    int status() throws IOException {
        return connection.getResponseCode();
    }

    private void listen() {
        try (InputStream in = connection.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
            hear("the stream ended");
        } catch (IOException e) {
            hear(e.toString());
        }
    }

    private synchronized void hear(String line) {
        if (line.isEmpty() || closed) {
            return;
        }
        Matcher id = ID.matcher(line);
        if (id.find()) {
            heard.add(new Heard(Long.parseLong(id.group(1)), System.nanoTime()));
        } else {
            strange.add(line.substring(0, Math.min(line.length(), 200)));
        }
    }

    synchronized int count() {
        return heard.size();
    }

    /** What came since the last call, in the order in which it came. */
    synchronized List<Heard> take() {
        List<Heard> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    /** Lines that are neither posts nor heartbeats: none, as long as all is well. */
    synchronized List<String> strange() {
        return List.copyOf(strange);
    }

    /** Hears no more. The connection ends at the next line: until then whoever reads it holds its lock. */
    @Override
    public void close() {
        closed = true;
        Thread closer = new Thread(connection::disconnect, "listener-close");
        closer.setDaemon(true);
        closer.start();
    }
}
