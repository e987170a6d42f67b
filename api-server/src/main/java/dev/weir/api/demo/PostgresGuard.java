package dev.weir.api.demo;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sees to it that no PostgreSQL is left behind when gateways are killed.
 *
 * <p>A small shell process reads from a named pipe that every gateway of the demo holds open for writing. When the last
 * of them is gone, in whatever way, the system closes the pipe, the read ends, and the shell stops PostgreSQL.
 */
final class PostgresGuard {

    // Ctrl-C at a terminal reaches the whole group of processes; the guard must outlive the gateway that handles it.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pipe="$1"
            shift
            cat "$pipe" >/dev/null
            rm -f "$pipe"
            exec "$@" >/dev/null 2>&1
            """;

    // A stream that nobody refers to would be closed by the collector, and the guard would take us for dead.
    private static final List<FileOutputStream> HELD = new CopyOnWriteArrayList<>();

    private PostgresGuard() {}

    /** Starts a guard that runs a command after the last holder is gone; a guard that is there already stays. */
    static void post(Path pipe, List<String> command) {
        try {
            if (Files.exists(pipe) && held(pipe)) {
                return;
            }
            Files.createDirectories(pipe.getParent());
            Files.deleteIfExists(pipe);
            if (!Shell.run(List.of("mkfifo", "-m", "600", pipe.toString()), Duration.ofSeconds(10))
                    .succeeded()) {
                throw new DemoFailure("cannot make the named pipe " + pipe);
            }
            var shell = new ArrayList<>(List.of("sh", "-c", SCRIPT, "weir-guard", pipe.toString()));
            shell.addAll(command);
            new ProcessBuilder(shell)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!held(pipe)) {
                throw new DemoFailure("the guard of PostgreSQL did not start");
            }
        } catch (IOException e) {
            throw new DemoFailure("cannot start the guard of PostgreSQL: " + e.getMessage(), e);
        }
    }

    /**
     * Holds the pipe open until this process ends. Opening waits for a reader, so it happens aside and is given up after
     * a while.
     *
     * @return whether there is a guard
     */
    private static boolean held(Path pipe) {
        var opened = new CompletableFuture<FileOutputStream>();
        var opener = new Thread(
                () -> {
                    try {
                        opened.complete(new FileOutputStream(pipe.toFile()));
                    } catch (IOException e) {
                        opened.completeExceptionally(e);
                    }
                },
                "guard-pipe");
        opener.setDaemon(true);
        opener.start();
        try {
            HELD.add(opened.get(2, TimeUnit.SECONDS));
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
