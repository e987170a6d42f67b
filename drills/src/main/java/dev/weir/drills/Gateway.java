package dev.weir.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One gateway in a process of its own. */
final class Gateway implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final int adminPort;
    private final Path log;

    private Gateway(Process process, int port, int adminPort, Path log) {
        this.process = process;
        this.port = port;
        this.adminPort = adminPort;
        this.log = log;
    }

    static Gateway start(Path configuration, int port, int adminPort, Path log) throws IOException {
        return start(List.of("dev.weir.api.cli.Weir", "server", configuration.toString()), port, adminPort, log);
    }

    /** Starts another server in the same way, to be measured beside it. */
    static Gateway start(List<String> program, int port, int adminPort, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Gateway(process, port, adminPort, log);
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Where it serves. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Waits until it says that it is ready. */
    void awaitReady(Duration most) throws Exception {
        long deadline = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway ended by itself; its log:\n" + Files.readString(log));
            }
            if (answers()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException(
                "the gateway is not ready after " + most + "; its log:\n" + Files.readString(log));
    }

    private boolean answers() throws InterruptedException {
        try {
            return get(uri("/health-check")).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of a metric's series whose line contains all these texts. */
    double metric(String name, String... labels) throws Exception {
        return sum(metrics(), name, labels);
    }

    /** All metrics as of one moment. */
    String metrics() throws Exception {
        return get(URI.create("http://127.0.0.1:" + adminPort + "/prometheus")).body();
    }

    /** The sum of a metric's series in {@code text} whose line contains all these texts. */
    static double sum(String text, String name, String... labels) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(\\{[^}]*})? (\\S+)$")
                .matcher(text);
        double sum = 0;
        while (line.find()) {
            String found = line.group(1) == null ? "" : line.group(1);
            if (List.of(labels).stream().allMatch(found::contains)) {
                sum += Double.parseDouble(line.group(2));
            }
        }
        return sum;
    }

    /** Whether it has logged this. */
    boolean hasLogged(String text) throws IOException {
        return Files.readString(log).contains(text);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: the nastiest fault, a process that neither answers nor goes away. */
    void freeze() throws Exception {
        signal("-STOP");
    }

    /** SIGCONT. */
    void thaw() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(3)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
