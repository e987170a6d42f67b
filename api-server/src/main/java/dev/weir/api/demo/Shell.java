package dev.weir.api.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the system to its end. */
final class Shell {

    private Shell() {}

    /**
     * What came of a program.
     *
     * @param status its exit status
     * @param output what it wrote, to both streams
     */
    record Outcome(int status, String output) {

        boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * Runs a program and waits for its end. Its output goes through a file, for a server that it leaves behind would
     * keep a pipe open for ever.
     */
    static Outcome run(List<String> command, Duration patience) throws IOException {
        Path output = Files.createTempFile("weir", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not end within " + patience.toSeconds() + " s");
            }
            return new Outcome(
                    process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Whether a program runs and says 0; a program that is not there says no. */
    static boolean succeeds(String... command) {
        try {
            return run(List.of(command), Duration.ofSeconds(10)).succeeded();
        } catch (IOException e) {
            return false;
        }
    }
}
