package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The migration that exchanges the text index goes on from wherever a killed gateway has left it. */
final class TextIndexMigrationTest {

    private static final String OLD = "create index %s on microblog.posts using gin (search)";
    private static final List<String> STEPS = List.of(
            "microblog-days-of-posts",
            "microblog-search-by-day",
            "microblog-search-of-any-day",
            "microblog-times-of-no-posts");

    /** What it was left as, by what was done since, and how many of its steps are noted as done. */
    static Stream<Arguments> left() {
        String before = "drop index microblog.posts_search; " + OLD.formatted("posts_search");
        String built =
                "alter index microblog.posts_search rename to posts_search_days; " + OLD.formatted("posts_search");
        String half = built + "; update pg_index set indisvalid = false"
                + " where indexrelid = cast('microblog.posts_search_days' as regclass)";
        String exchanged = OLD.formatted("posts_search_of_any_day");
        String ofAnotherEdition = before + "; create index posts_times on microblog.posts using brin (id)";
        return Stream.of(
                Arguments.of("not begun", before, 0),
                Arguments.of("begun", half, 0),
                Arguments.of("built, not noted", built, 0),
                Arguments.of("built", built, 1),
                Arguments.of("exchanged, not noted", exchanged, 1),
                Arguments.of("exchanged", exchanged, 2),
                Arguments.of("dropped, not noted", "", 2),
                Arguments.of("with an index that is gone", ofAnotherEdition, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("left")
    void itEndsWithTheOneIndexThatKnowsDays(String name, String left, int noted) throws Exception {
        TestDatabase database = TestDatabase.create();
        database.jdbi().useHandle(handle -> {
            handle.createScript(left).execute();
            for (String step : STEPS.subList(noted, STEPS.size())) {
                assertThat(handle.execute("delete from public.databasechangelog where id = ?", step))
                        .as(step)
                        .isOne();
            }
        });

        database.migrate();

        List<String> indexes = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select i.indisvalid || ' ' || pg_get_indexdef(i.indexrelid)
                        from pg_index i join pg_class c on c.oid = i.indexrelid
                        where i.indrelid = cast('microblog.posts' as regclass)
                            and (c.relname like 'posts_search%' or c.relname = 'posts_times')
                        """).mapTo(String.class).list());
        assertThat(indexes)
                .containsExactly("true CREATE INDEX posts_search ON microblog.posts USING gin (search, (ARRAY[(id / '"
                        + Snowflakes.DAY + "'::bigint)]))");
    }
}
