package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plans of searches, as {@linkplain KeptPlans text}. */
final class SearchPlanTest {

    private static final Jdbi JDBI = TestDatabase.create().jdbi();
    private static final int POSTS = KeptPlans.MOST_ROWS;

    /** What is searched for, and the name of its plan. */
    static Stream<Arguments> searches() {
        return Stream.of(
                Arguments.of("rare-word", terms("'rare'")),
                Arguments.of("common-word", terms("'common'")),
                Arguments.of("phrase-from", terms("('number77' <1> 'rare') & 'from:1'")),
                Arguments.of("words-that-avoid-each-other", terms("'w1' & 'w2'")),
                Arguments.of("conversation", new Condition.Refers(Reference.CONVERSATION, 77)),
                Arguments.of("replies-to", new Condition.Refers(Reference.REPLIED_TO, 77)),
                Arguments.of("quotes-of", new Condition.Refers(Reference.QUOTED, 77)),
                Arguments.of("retweets-of-a-post", new Condition.Refers(Reference.REPOSTED, 77)),
                Arguments.of("retweets-of-a-user", new Condition.RepostsOf(77)),
                Arguments.of("many-likes", new Condition.AtLeast(Counter.LIKES, 10_000)),
                Arguments.of(
                        "word-with-likes",
                        Condition.all(List.of(terms("'rare'"), new Condition.AtLeast(Counter.LIKES, 5)))),
                Arguments.of(
                        "word-or-likes",
                        Condition.any(List.of(terms("'rare'"), new Condition.AtLeast(Counter.LIKES, 10_000)))),
                Arguments.of(
                        "word-or-conversation",
                        Condition.any(List.of(terms("'rare'"), new Condition.Refers(Reference.CONVERSATION, 77)))),
                Arguments.of("word-with-media", terms("'w72' & 'has:media'")),
                Arguments.of("word-by-verified", Condition.all(List.of(terms("'rare'"), new Condition.ByVerified()))));
    }

    private static Condition terms(String query) {
        return new Condition.Terms(query, true);
    }

    @BeforeAll
    static void manyPosts() {
        JDBI.useHandle(handle -> {
            KeptPlans.keepAutovacuumAway(handle, "microblog.posts", "microblog.users", "microblog.post_counts");
            handle.execute("""
                    insert into microblog.users (id, username, name, created_at, protected, verified)
                    select n, 'user' || n, 'User', now(), n % 500 = 0, n % 1000 = 1 from generate_series(1, 10000) n
                    """);
            handle.execute("""
                    insert into microblog.posts (id, author_id, created_at, text, conversation_id, reply_to_id, quoted_id,
                        repost_of_id, search)
                    select n, 1 + n % 10000, now(), 'text', n - n % 4,
                        case when n % 4 > 0 then n - n % 4 end, case when n % 50 = 3 then n - 1 end,
                        case when n % 20 = 7 then n - 5 end,
                        to_tsvector('simple', concat_ws(' ', 'common', 'w' || n % 10, 'w' || n % 100, 'w' || n % 1000,
                            'w' || n % 5000, 'number' || n, case when n % 9000 = 0 then 'rare' end))
                        || case when n % 8 = 0 then cast('''has:media''' as tsvector) else cast('' as tsvector) end
                    from generate_series(1, ?) n
                    """, POSTS);
            handle.execute("""
                    insert into microblog.post_counts (post_id, likes) select n, case when n % 1000 = 0 then n else n % 3 end
                    from generate_series(1, ?) n
                    """, POSTS);
            handle.execute("vacuum analyze microblog.posts, microblog.users, microblog.post_counts");
        });
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aPageIsFoundAsItsPlanSays(String name, Condition condition) throws IOException {
        var sql = new SqlSearch(condition);
        assertPlan("page-" + name, sql.newest() + "select id from page", sql);
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aPageOfWhatIsRareIsFoundAsItsPlanSays(String name, Condition condition) throws Exception {
        var counted = new CountedTerms(JDBI);
        counted.read();
        if (SqlSearch.isRare(condition, 11, counted.get())) {
            var sql = new SqlSearch(condition);
            String statement = sql.rare(false) + "select id from page";
            if (SqlSearch.isPlannedOnce(condition)) {
                KeptPlans.assertKept("rare-terms", KeptPlans.forAnyValues(JDBI, statement));
            } else {
                assertPlan("rare-" + name, statement, sql);
            }
        } else {
            assertThat(name).isNotEqualTo("rare-word").isNotEqualTo("phrase-from");
        }
    }

    @Test
    void theDaysOfAWordAreAskedOfTheIndexThatKnowsTheWord() throws Exception {
        String statement = new SqlSearch(terms("'rare'")).rare(true) + "select id from page";
        KeptPlans.assertKept("rare-terms-of-days", KeptPlans.forAnyValues(JDBI, statement));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void postsAreCountedAsThePlanSays(String name, Condition condition) throws IOException {
        var sql = new SqlSearch(condition);
        assertPlan("counts-" + name, sql.counts(), sql);
    }

    @ParameterizedTest
    @MethodSource("searches")
    void anArchiveIsWalkedThroughAsThePlanSays(String name, Condition condition) throws IOException {
        var sql = new SqlOldest(condition);
        String statement = sql.walked();
        KeptPlans.assertKept("walk-" + name, explain("explain (costs off)", statement, sql.values()));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void anArchiveIsLookedUpAsThePlanSays(String name, Condition condition) throws IOException {
        var sql = new SqlOldest(condition);
        String statement = sql.found();
        String plan = explain("explain (costs off)", statement, sql.values());
        // What every post says is not looked up, because walking finds it.
        if (!name.equals("common-word")) {
            assertThat(plan).as(name).doesNotContain("Seq Scan on posts");
        }
        KeptPlans.assertKept("lookup-" + name, plan);
    }

    @Test
    void aWalkReadsNoMorePostsThanItNeeds() {
        var sql = new SqlOldest(terms("'common'"));
        String analyzed = explain("explain (analyze, costs off, timing off, summary off)", sql.walked(), sql.values());
        assertThat(analyzed).containsPattern("Index Scan using posts_pkey on posts \\(actual rows=1[0-9](\\.00)? ");
    }

    @Test
    void theFirstStepReadsNoMoreThanItShould() {
        var sql = new SqlSearch(terms("'common'"));
        String analyzed = explain(
                "explain (analyze, costs off, timing off, summary off)",
                sql.newest() + "select id from page",
                sql.values());
        assertThat(analyzed)
                .as("a common word fills its page from the newest posts")
                .containsPattern("Index Scan Backward using posts_pkey on posts \\(actual rows=1[0-9](\\.00)? ")
                .contains("never executed");
    }

    @Test
    void aWordThatMayHaveBeenNearByChanceIsLookedUpAndNotWalkedFor() {
        var sql = new SqlSearch(terms("'w4900'"));
        String analyzed = explain(
                "explain (analyze, costs off, timing off, summary off)",
                sql.newest() + "select id from page",
                sql.values());
        assertThat(analyzed)
                .as("one of its six posts is among the nearest")
                .containsPattern("Index Scan Backward using posts_pkey on posts \\(actual rows=2000")
                .containsPattern("Index Scan Backward using posts_pkey on posts posts_[0-9]+ \\(never executed\\)")
                .containsPattern("Bitmap Index Scan on posts_search \\(actual rows=6");
    }

    private static void assertPlan(String name, String statement, SqlSearch sql) throws IOException {
        String plan = explain("explain (costs off)", statement, sql.values());
        // What every post says is counted by reading all of them; and a page of it never comes to its last step.
        if (!name.endsWith("common-word")) {
            assertThat(plan).as(name).doesNotContain("Seq Scan on posts");
        }
        KeptPlans.assertKept(name, plan);
    }

    private static String explain(String how, String statement, Map<String, Object> values) {
        return JDBI.withHandle(handle -> {
            var query = handle.createQuery(how + " " + statement)
                    .bind("from", 0L)
                    .bind("until", Long.MAX_VALUE)
                    .bind("createdFrom", Instant.EPOCH)
                    .bind("createdUntil", IdRange.ALL.createdUntil())
                    .bind("limit", 11)
                    .bind("near", SqlSearch.NEAR)
                    .bind("far", SqlSearch.FURTHER)
                    .bind("rows", SqlSearch.FURTHER)
                    .bind("width", "3600 seconds")
                    .configure(SqlStatements.class, sqls -> sqls.setUnusedBindingAllowed(true));
            values.forEach(query::bind);
            return KeptPlans.steps(query.mapTo(String.class).list());
        });
    }
}
