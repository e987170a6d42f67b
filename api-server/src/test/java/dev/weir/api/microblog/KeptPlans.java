package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.DatabaseConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The plans of statements as text, in {@code plans/}: which index each step uses. A plan that changes fails here and shows
 * the new one; if that is as good, it is the new text.
 */
public final class KeptPlans {

    /** Not more than the planner looks at to make its statistics: so they are the same each time. */
    public static final int MOST_ROWS = 30_000;

    private static final Pattern UNSAID =
            Pattern.compile("^ *(Filter|Recheck Cond|Sort Key|Group Key|Output|Cache .*): .*$");

    private KeptPlans() {}

    /** Autovacuum would come to these tables at a moment of its own, and change plans with it. */
    public static void keepAutovacuumAway(Handle handle, String... tables) {
        for (String table : tables) {
            handle.execute("alter table " + table + " set (autovacuum_enabled = false)");
        }
    }

    /** What PostgreSQL's {@code explain} says, without what is said of rows and not of steps. */
    public static String steps(List<String> explained) {
        return explained.stream()
                .filter(line -> !UNSAID.matcher(line).matches())
                // A table's number is another one in each database.
                .map(line -> line.replaceAll("oid = '[0-9]+'::oid", "oid = …"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** A plan as the connections for reads make it: once for all values. */
    public static String forAnyValues(Jdbi jdbi, String sql) throws SQLException {
        Map<String, String> numbers = new HashMap<>();
        String numbered = Pattern.compile("(?<!:):([a-zA-Z][a-zA-Z0-9]*)")
                .matcher(sql)
                .replaceAll(name -> Matcher.quoteReplacement(
                        numbers.computeIfAbsent(name.group(1), added -> "$" + (numbers.size() + 1))));
        String none = numbers.keySet().stream().map(name -> "null").collect(Collectors.joining(", "));
        return jdbi.withHandle(handle -> {
            DatabaseConfiguration.readSettings()
                    .forEach((name, value) -> handle.execute("set " + name + " = " + value));
            // Not through Jdbi, which would take the numbers for values of its own.
            try (Statement statement = handle.getConnection().createStatement()) {
                statement.execute("prepare any_values as " + numbered);
            }
            return steps(handle.createQuery("explain (costs off) execute any_values(" + none + ")")
                    .mapTo(String.class)
                    .list());
        });
    }

    /** Fails unless the plan is the one in {@code plans/}. */
    public static void assertKept(String name, String plan) throws IOException {
        try (InputStream kept = KeptPlans.class.getResourceAsStream("plans/" + name + ".txt")) {
            String expected = kept == null ? "" : new String(kept.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(plan).as("plans/%s.txt", name).isEqualTo(expected);
        }
    }
}
