package dev.weir.drills.limiter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link NodeMain} as seen by the drill that started it. */
final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;
    private final Path log;

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.log = log;
    }

    /**
     * Starts it; {@link #awaitReady} waits until it serves.
     *
     * @param prefix of the command line, for a node in a network of its own
     * @param heap for example {@code 256m}
     * @param log where its standard error goes
     * @param arguments as for {@link NodeMain}
     */
    static NodeProcess start(List<String> prefix, String heap, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaCommand.of(heap, NodeMain.class, arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        // It ends with its input, but a frozen process reads none.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-" + process.pid()));
        return new NodeProcess(process, log);
    }

    NodeProcess awaitReady() throws IOException {
        String line = answers.readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException(
                    "a node said \"" + line + "\" instead of \"ready\"; its log:\n" + Files.readString(log));
        }
        return this;
    }

    /** Tells it something and waits for its answer. */
    String ask(String order) throws IOException {
        orders.println(order);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IllegalStateException("a node ended at \"" + order + "\"; its log:\n" + Files.readString(log));
        }
        return answer;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and waits until it has left. */
    void terminate() throws Exception {
        signal("-TERM");
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a member did not leave within 60 s of SIGTERM");
        }
    }

    /** SIGSTOP. */
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

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
