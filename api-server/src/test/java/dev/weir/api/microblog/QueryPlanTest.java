package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No read of the microblog goes through a whole table: PostgreSQL says so itself. */
final class QueryPlanTest {

    private static final Jdbi JDBI = TestDatabase.create().jdbi();
    /** Words that few users have. */
    private static final String FEW = "'user777':*";

    private static final String RARE_WORD = new SqlSearch(new Condition.Terms("'rare'", true)).rare(false);

    private static final int POSTS = KeptPlans.MOST_ROWS;

    @BeforeAll
    static void manyPosts() {
        JDBI.useHandle(handle -> {
            KeptPlans.keepAutovacuumAway(
                    handle,
                    "microblog.posts",
                    "microblog.users",
                    "microblog.home",
                    "microblog.follows",
                    "microblog.likes",
                    "microblog.mentions");
            handle.execute("""
                    insert into microblog.users (id, username, name, created_at)
                    select n, 'user' || n, 'User', now() from generate_series(1, 10000) n
                    """);
            handle.execute("""
                    insert into microblog.posts (id, author_id, created_at, text, conversation_id, search)
                    select n, 1 + n % 10000, now(), 'text', n,
                        to_tsvector('simple', concat_ws(' ', 'common', 'w' || n % 10, 'w' || n % 100, 'w' || n % 1000,
                            'w' || n % 5000, 'number' || n, case when n % 9000 = 0 then 'rare' end))
                    from generate_series(1, ?) n
                    """, POSTS);
            handle.execute("update microblog.users set protected = true where id % 500 = 0");
            handle.execute("update microblog.posts set quoted_id = 7 where id % 20 = 1");
            handle.execute("update microblog.posts set repost_of_id = 7 where id % 20 = 2");
            handle.execute("update microblog.posts set reply_to_user_id = 7 where id % 20 = 3");
            handle.execute(
                    "insert into microblog.mentions select 'user' || n % 50, n from generate_series(1, 20000) n");
            handle.execute("insert into microblog.likes select u, p, now() - u * interval '1 s'"
                    + " from generate_series(1, 200) u, generate_series(1, 200) p");
            handle.execute("insert into microblog.follows select a, b, now() - a * interval '1 s'"
                    + " from generate_series(1, 200) a, generate_series(1, 200) b");
            handle.execute("insert into microblog.home (user_id, post_id, author_id)"
                    + " select u, p, 1 + p % 10000 from generate_series(1, 100) u, generate_series(1, 300) p");
            handle.execute("analyze");
        });
    }

    @Test
    void aTimelinePageIsReadFromTheAuthorsIndex() throws Exception {
        for (String sql : new String[] {SqlMicroblog.NEWEST, SqlMicroblog.OLDEST}) {
            String plan = KeptPlans.forAnyValues(JDBI, sql);
            assertThat(plan)
                    .contains("posts_author")
                    .contains("Tid Scan on posts p")
                    .doesNotContain("Seq Scan on posts")
                    .doesNotContain("Seq Scan on users");
            KeptPlans.assertKept(sql.equals(SqlMicroblog.NEWEST) ? "timeline" : "timeline-backwards", plan);
        }
    }

    @Test
    void aHomeTimelineIsReadFromWhatWasCopiedAndFromItsAuthorsIndexes() throws Exception {
        for (String sql : new String[] {SqlMicroblog.HOME_NEWEST, SqlMicroblog.HOME_OLDEST}) {
            String plan = KeptPlans.forAnyValues(JDBI, sql);
            assertThat(plan)
                    .contains("posts_author")
                    .doesNotContain("Seq Scan on posts")
                    .doesNotContain("Seq Scan on home h")
                    .doesNotContain("Seq Scan on follows");
            KeptPlans.assertKept(sql.equals(SqlMicroblog.HOME_NEWEST) ? "home" : "home-backwards", plan);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListIsReadFromItsIndexInBothDirections(ListSql list) throws Exception {
        for (String words : new String[] {"'user':*", FEW}) {
            for (boolean backwards : new boolean[] {false, true}) {
                String plan = list != ListSql.CALLED
                        ? KeptPlans.forAnyValues(JDBI, list.text(backwards))
                        : plan(
                                list.text(backwards),
                                query -> range(query)
                                        .bind("user", 7L)
                                        .bind("post", 7L)
                                        .bind("username", "user7")
                                        .bind("words", words)
                                        .bind("depth", 800)
                                        .bind("replies", true)
                                        .bind("reposts", true)
                                        .bind("major", 0L)
                                        .bind("place", 20_000L)
                                        .bind("time", Instant.parse("2026-01-01T00:00:00Z"))
                                        .bind("limit", 11)
                                        .configure(SqlStatements.class, sqls -> sqls.setUnusedBindingAllowed(true)));
                if (words.equals(FEW)) {
                    String name = list.name().toLowerCase(Locale.ROOT).replace('_', '-');
                    KeptPlans.assertKept("list-" + name + (backwards ? "-backwards" : ""), plan);
                }
                assertThat(plan)
                        .as("%s, %s, backwards %s", list, words, backwards)
                        .doesNotContain("Seq Scan on posts")
                        .doesNotContain("Seq Scan on users")
                        .doesNotContain("Seq Scan on mentions")
                        .doesNotContain("Seq Scan on likes")
                        .doesNotContain("Seq Scan on follows");
            }
        }
    }

    @Test
    void postsAndUsersAreReadByTheirKeys() throws Exception {
        String posts = KeptPlans.forAnyValues(JDBI, SqlMicroblog.POSTS);
        assertThat(posts).contains("posts_pkey").doesNotContain("Seq Scan on posts");
        KeptPlans.assertKept("posts-by-id", posts);
        String users = KeptPlans.forAnyValues(JDBI, SqlMicroblog.USERS);
        assertThat(users).contains("users_pkey").contains("users_username").doesNotContain("Seq Scan on users");
        KeptPlans.assertKept("users-by-id-and-name", users);
    }

    /** Such a plan is kept while the tables grow, and may have been made when they were empty. */
    @Test
    void noReadByKeyIsPlannedForSmallTables() throws Exception {
        for (String read : List.of(
                SqlMicroblog.POSTS,
                SqlMicroblog.USERS,
                SqlMicroblog.NEWEST,
                SqlMicroblog.OLDEST,
                SqlMicroblog.HOME_NEWEST,
                SqlMicroblog.HOME_OLDEST,
                RARE_WORD + SqlSearches.HIT_ROWS,
                RARE_WORD + SqlSearches.RANKED_ROWS)) {
            // Of that table there is one row.
            assertThat(KeptPlans.forAnyValues(JDBI, read))
                    .doesNotContainPattern("Seq Scan on (?!home_state)|Hash (Left )?Join|Materialize");
        }
    }

    @Test
    void aRareWordIsLookedUpEvenIfThatWasPlannedBeforeTheFirstPost() throws Exception {
        Jdbi empty = TestDatabase.create().jdbi();
        for (String rows : List.of(SqlSearches.HIT_ROWS, SqlSearches.RANKED_ROWS)) {
            assertThat(KeptPlans.forAnyValues(empty, RARE_WORD + rows))
                    .contains("Bitmap Index Scan on posts_search")
                    .doesNotContainPattern("Seq Scan|Hash (Anti |Left )?Join|Materialize");
        }
    }

    /** As the function {@code drop_attachments} of the database asks it after each deletion. */
    @Test
    void whetherAnotherPostShowsAMediumIsReadFromTheIndexOfAttachments() {
        String plan = plan("""
                delete from microblog.media m where m.media_key = any(cast(:keys as text[])) and not exists (
                    select from microblog.posts p
                    where p.attachments @> jsonb_build_object('media_keys', jsonb_build_array(m.media_key)))
                """, query -> query.bind("keys", new String[] {"3_1", "3_2"}));
        assertThat(plan).contains("posts_attachments").doesNotContain("Seq Scan on posts");
    }

    private static Query range(Query query) {
        return query.bind("from", 0L)
                .bind("until", Long.MAX_VALUE)
                .bind("createdFrom", Instant.EPOCH)
                .bind("createdUntil", IdRange.ALL.createdUntil());
    }

    private static String plan(String sql, UnaryOperator<Query> bindings) {
        return JDBI.withHandle(
                handle -> KeptPlans.steps(bindings.apply(handle.createQuery("explain (costs off) " + sql))
                        .mapTo(String.class)
                        .list()));
    }
}
