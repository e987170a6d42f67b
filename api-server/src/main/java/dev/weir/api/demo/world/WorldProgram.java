package dev.weir.api.demo.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A process that makes or continues the demo's world.
 *
 * <p>On its own, because this is over before the optimising compiler of the JVM pays for itself: it took 10 of the 22 CPU
 * seconds that the posts cost, so here the quick compiler works alone. And early, because the posts can be invented while
 * PostgreSQL and its schema are made ready.
 *
 * <p>Arguments: the present, as an instant; the world's {@link WorldSettings#sizes}; {@code begin} if the database will be new. Input: one line, the URL of the
 * database, when it is ready. Output: one line, what was added ({@code fresh posts likes}); ends when the planner knows
 * the posts too.
 */
public final class WorldProgram {

    private WorldProgram() {}

    public static void main(String[] args) throws IOException, SQLException {
        try (var world = new World(WorldSettings.ofSizes(args[1]), Instant.parse(args[0]));
                var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            if (args.length > 2) {
                world.begin();
            }
            var url = input.readLine();
            if (url == null) {
                // Nobody waits for the posts any more.
                return;
            }
            try (var connection = DriverManager.getConnection(url)) {
                var added = world.writeTo(connection);
                System.out.println(added.fresh() + " " + added.posts() + " " + added.likes());
                if (added.fresh()) {
                    World.analyze(connection);
                }
            }
        }
    }
}
