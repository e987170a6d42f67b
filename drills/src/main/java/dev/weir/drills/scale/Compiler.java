package dev.weir.drills.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The just-in-time compiler of another Java process, as {@code jstat} of the JDK sees it. */
final class Compiler {

    private static final int TIME = 3;

    private final ProcessHandle process;

    Compiler(ProcessHandle process) {
        this.process = process;
    }

    /** How long it has worked since the process began. */
    double seconds() throws IOException {
        Process jstat = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                        "-compiler",
                        Long.toString(process.pid()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(jstat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        if (lines.size() < 2) {
            throw new IOException("jstat does not tell of process " + process.pid() + ": " + lines);
        }
        // Compiled, Failed, Invalid, Time, …
        return Double.parseDouble(lines.get(1).strip().split(" +")[TIME].replace(',', '.'));
    }
}
