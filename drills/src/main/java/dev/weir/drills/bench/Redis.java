package dev.weir.drills.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code redis-server} is. */
final class Redis {

    /** Names the file; without it the PATH is searched. */
    static final String VARIABLE = "REDIS_SERVER";

    private static final String BINARY = "redis-server";

    private Redis() {}

    /** The binary, if there is one. */
    static Optional<Path> binary() {
        String given = System.getenv(VARIABLE);
        Stream<Path> candidates = given != null
                ? Stream.of(Path.of(given))
                : Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                        .map(directory -> Path.of(directory, BINARY));
        return candidates.filter(Files::isExecutable).findFirst();
    }
}
