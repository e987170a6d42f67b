package dev.weir.api.demo;

import dev.weir.api.demo.world.World;
import dev.weir.api.demo.world.WorldProgram;
import dev.weir.api.demo.world.WorldSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The {@link WorldProgram} at work, seen from the demo that started it. */
final class WorldProcess {

    private final Process process;
    private final Path log;

    private WorldProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it, with the Java and the class path of this process.
     *
     * @param now up to when there shall be posts
     * @param settings how large the world is
     * @param begin whether it may begin before there is a database, for it will be new
     */
    static WorldProcess start(DemoFiles files, Instant now, WorldSettings settings, boolean begin) {
        var log = files.logs().resolve("posts.log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                WorldProgram.class.getName(),
                now.toString(),
                settings.sizes()));
        if (begin) {
            command.add("begin");
        }
        try {
            Files.createDirectories(files.logs());
            return new WorldProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new DemoFailure("cannot start another Java: " + e.getMessage(), e);
        }
    }

    /** Lets it write to the database, and returns when that is done. The planner may not know the posts yet. */
    World.Added write(String url) throws IOException {
        try (var input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            input.write(url + "\n");
        }
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = output.readLine();
        if (line == null) {
            throw new DemoFailure("the process that makes the posts ended without a result; it says why in " + log);
        }
        var words = line.split(" ", -1);
        return new World.Added(Boolean.parseBoolean(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** Ends it, whatever it is doing. By itself it ends when the planner knows the posts too. */
    void stop() {
        process.destroy();
    }
}
