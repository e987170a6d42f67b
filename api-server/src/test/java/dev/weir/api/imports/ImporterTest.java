package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.id;
import static dev.weir.api.imports.ImportScene.post;
import static dev.weir.api.imports.ImportScene.replyTo;
import static dev.weir.api.imports.ImportScene.source;
import static dev.weir.api.imports.ImportScene.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.imports.ImportReport.Found;
import dev.weir.api.microblog.Mentions;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImporterTest {

    private static final ImportSettings LENIENT = new ImportSettings(false, 100);

    private static final String POSTS_READ = """
            select cast(seq_tup_read + idx_tup_fetch as text) from pg_stat_force_next_flush(), pg_stat_user_tables
            where schemaname = 'microblog' and relname = 'posts'""";

    private final ImportScene scene = new ImportScene();

    @Test
    void whatIsImportedIsStoredAsItCame() {
        var text =
                "caf\\u00e9 👩‍🚀🏴‍☠️ a\\\\b \\t \\n \\\"q\\\" 'x' \\\\N $5 #tag @alice https://example.org/x עברית";
        var report = scene.run(
                100,
                user(1, "alice"),
                "{\"post\": {\"id\": \"%d\", \"author_id\": \"1\", \"text\": \"%s\", \"lang\": \"fr\","
                                .formatted(id(1), text)
                        + " \"public_metrics\": {\"retweet_count\": 1, \"reply_count\": 2, \"like_count\": 3}}}");

        assertThat(report).isEqualTo(new ImportReport(2, new Found(1, 0), new Found(1, 0), 0, 0));
        assertThat(scene.storedPost(1))
                .containsEntry(
                        "text", "café 👩‍🚀🏴‍☠️ a\\b \t \n \"q\" 'x' \\N $5 #tag @alice https://example.org/x עברית")
                .containsEntry("lang", "fr")
                .containsEntry("conversation_id", id(1))
                .containsEntry("source", null);
        assertThat(scene.storedPost(1).get("search"))
                .asString()
                .contains("'#tag'", "'@alice'", "'lang:fr'", "'from:1'");
        assertThat(scene.storedPost(1).get("entities")).asString().contains("\"tag\"", "https://example.org/x");
        assertThat(scene.find("post_counts", "post_id", id(1)).orElseThrow())
                .containsAllEntriesOf(Map.of("reposts", 1L, "replies", 2L, "likes", 3L, "quotes", 0L));
    }

    @Test
    void importingAgainChangesNothing() {
        String[] lines = {
            user(1, "alice"),
            post(3, 1, replyTo(2)),
            post(2, 2, replyTo(1)),
            post(1, 1),
            user(2, "bob"),
            "{}",
            post(9, 9)
        };
        scene.run(3, lines);
        var before = scene.contents();
        var report = scene.run(3, lines);

        assertThat(report).isEqualTo(new ImportReport(7, new Found(0, 2), new Found(0, 3), 2, 0));
        assertThat(scene.contents()).isEqualTo(before).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void aMentionKnowsItsUserWhetherHeCameBeforeOrAfter(int batchLines) {
        String[] lines = {
            user(1, "alice"),
            "{\"post\": {\"id\": \"%d\", \"author_id\": \"1\", \"text\": \"@Alice @BOB @nobody\"}}".formatted(id(1)),
            "{\"post\": {\"id\": \"%d\", \"author_id\": \"1\", \"text\": \"@bob\", \"entities\":".formatted(id(2))
                    + " {\"mentions\": [{\"username\": \"bob\", \"id\": \"77\"}]}}}",
            user(2, "bob")
        };
        scene.run(batchLines, lines);

        assertThat(scene.mentions())
                .as("who the line says is meant stays")
                .containsExactly(id(1) + " Alice 1", id(1) + " BOB 2", id(1) + " nobody", id(2) + " bob 77");

        scene.run(batchLines, user(5, "nobody"));
        assertThat(scene.mentions()).contains(id(1) + " nobody 5");
        var settled = scene.contents();
        scene.run(batchLines, lines);
        assertThat(scene.contents()).isEqualTo(settled);
    }

    /** A plan that reads every post for each batch of users took a minute for eleven thousand of them. */
    @Test
    void usersOfWhomNobodySpeaksCostNoReadingOfAllPosts() {
        scene.run(100, user(1, "alice"));
        scene.execute("""
                insert into microblog.posts (id, author_id, created_at, text, lang, conversation_id, entities, search)
                select id, 1, now(), '', 'en', id, jsonb_build_object('mentions', jsonb_build_array(
                    jsonb_build_object('start', 0, 'end', 1, 'username', 'u' || id % 2000))), ''
                from generate_series(1, 20000) id""");
        scene.execute(Mentions.of("microblog.posts"));
        scene.execute("analyze");
        var before = scene.ask(POSTS_READ);

        scene.run(
                5_000,
                IntStream.range(0, 3_000)
                        .mapToObj(n -> user(100 + n, "new" + n))
                        .toArray(String[]::new));

        assertThat(scene.ask(POSTS_READ)).isEqualTo(before);
        scene.run(5_000, user(9_000, "u7"));
        assertThat(scene.mentions())
                .filteredOn(mention -> mention.endsWith(" u7 9000"))
                .hasSize(10);
    }

    @Test
    void whatIsThereIsLeftAsItIs() {
        scene.run(100, user(1, "alice"), post(1, 1));
        scene.run(
                100,
                user(1, "renamed"),
                "{\"post\": {\"id\": \"%d\", \"author_id\": \"1\", \"text\": \"new\"}}".formatted(id(1)));

        assertThat(scene.users()).containsExactly(Map.entry(1L, "alice"));
        assertThat(scene.storedPost(1)).containsEntry("text", "post 1");
    }

    @Test
    void aBadLineIsToldWithItsNumberAndSkipped() {
        var report = scene.run(2, user(1, "alice"), "", "oops", post(1, 1), "{\"post\": {\"id\": 5}}", post(2, 1));

        assertThat(report).isEqualTo(new ImportReport(5, new Found(1, 0), new Found(2, 0), 2, 0));
        assertThat(report.complete()).isFalse();
        assertThat(scene.problems)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("a:3: not one JSON object"),
                        p -> assertThat(p).startsWith("a:5: post.id must be a string of digits"));
    }

    @Test
    void aStrictImportOfABadLineLeavesNothing() {
        assertThatThrownBy(() -> scene.strict(1, user(1, "alice"), post(1, 1), post(2, 1), "oops", post(3, 1)))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageStartingWith("a:4: not one JSON object")
                .hasMessageEndingWith("Nothing was imported.");
        assertThatThrownBy(() -> scene.strict(1, user(1, "alice"), post(1, 1), post(2, 2)))
                .hasMessageStartingWith("a:3: the author 2 is neither in what was imported nor in the database");
        assertThat(scene.contents()).isEmpty();

        assertThat(scene.strict(1, post(1, 1), user(1, "alice")).posts()).isEqualTo(new Found(1, 0));
        assertThat(scene.contents()).hasSize(2);
    }

    @Test
    void authorsMayComeLaterAlsoInAnotherFile() {
        var report = scene.run(
                new ImportSettings(false, 2),
                source("a", post(1, 1), post(2, 2), post(3, 3), user(1, "alice")),
                source("b", user(2, "bob"), "nothing"));

        assertThat(report).isEqualTo(new ImportReport(6, new Found(2, 0), new Found(2, 0), 2, 0));
        assertThat(scene.posts()).containsOnlyKeys(id(1), id(2));
        assertThat(scene.problems)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("b:2: not one JSON object"),
                        p -> assertThat(p).startsWith("a:3: the author 3 is neither"));
        assertThat(scene.miscounted()).isEmpty();
    }

    @Test
    void aPostOfAnUnknownAuthorIsImportedOnceTheAuthorIs() {
        scene.run(100, post(1, 1));
        assertThat(scene.contents()).isEmpty();
        scene.run(100, post(1, 1), user(1, "alice"));
        assertThat(scene.posts()).containsOnlyKeys(id(1));
    }

    @Test
    void usernamesThatDifferInCaseCollide() {
        scene.run(100, user(1, "alice"));
        var report = scene.run(100, user(2, "ALICE"), user(3, "bob"), user(4, "Bob"), user(2, "carol"), post(1, 2));

        assertThat(report).isEqualTo(new ImportReport(5, new Found(2, 0), new Found(1, 0), 2, 0));
        assertThat(scene.problems)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("a:1: user.username ALICE belongs to the user 1 already"),
                        p -> assertThat(p).startsWith("a:3: user.username Bob belongs to the user 3 already"));
        assertThat(scene.users()).isEqualTo(Map.of(1L, "alice", 2L, "carol", 3L, "bob"));
    }

    @Test
    void aPostThatChangesItsAuthorIsRefused() {
        var report = scene.run(100, user(1, "alice"), user(2, "bob"), post(1, 1), post(1, 2), post(1, 1));

        assertThat(report.posts()).isEqualTo(new Found(1, 1));
        assertThat(scene.problems)
                .containsExactly("a:4: the post %d is known, but of the author 1, not 2".formatted(id(1)));
    }

    @Test
    void repliesFindTheirConversationInAnyOrder() {
        scene.run(
                2,
                user(1, "alice"),
                post(4, 1, replyTo(3)),
                post(3, 1, replyTo(2)),
                post(2, 1, replyTo(1)),
                post(1, 1),
                post(12, 1, replyTo(11)),
                post(11, 1, replyTo(10)),
                post(21, 1, replyTo(20) + ", \"conversation_id\": \"77\""),
                post(22, 1, replyTo(21)),
                post(31, 1, replyTo(32)),
                post(32, 1, replyTo(31)));

        assertThat(conversation(1, 2, 3, 4)).containsOnly(id(1));
        // The post answered is not here.
        assertThat(conversation(11, 12)).containsOnly(id(10));
        assertThat(conversation(21, 22)).containsOnly(77L);
        // Posts that answer each other cannot be; they keep what they say.
        assertThat(conversation(31, 32)).containsExactly(id(32), id(31));

        scene.run(100, post(5, 1, replyTo(4)));
        assertThat(conversation(5)).containsExactly(id(1));
    }

    @Test
    void countersOfUsersAreThoseOfThePostsHere() {
        scene.run(
                100,
                "{\"user\": {\"id\": \"1\", \"username\": \"alice\", \"name\": \"A\", \"public_metrics\":"
                        + " {\"followers_count\": 10, \"following_count\": 20, \"tweet_count\": 999, \"listed_count\": 30}}}",
                post(1, 1),
                post(1, 1),
                post(2, 1));
        scene.run(100, post(2, 1), post(3, 1));

        assertThat(scene.find("user_counts", "user_id", 1).orElseThrow())
                .containsAllEntriesOf(Map.of("followers", 10L, "following", 20L, "listed", 30L, "posts", 3L));
    }

    @Test
    void aFileThatEndsEarlyIsToldAndItsWholeLinesAreKept() throws Exception {
        var lines = new StringBuilder(user(1, "alice")).append('\n');
        for (int i = 0; i < 2_000; i++) {
            lines.append(post(i, 1, ", \"source\": \"%x\"".formatted(i * 0x9E3779B97F4A7C15L)))
                    .append('\n');
        }
        var whole = LinesTest.gzip(lines.toString().getBytes(UTF_8));
        var half = new ByteArrayInputStream(Arrays.copyOf(whole, whole.length / 2));
        var report = scene.run(LENIENT, ImportSource.stream("half", half), source("b", user(2, "bob")));

        assertThat(report.incompleteSources()).isEqualTo(1);
        assertThat(report.users()).isEqualTo(new Found(2, 0));
        assertThat(report.posts().added()).isBetween(100L, 1_900L);
        assertThat(scene.problems)
                .singleElement()
                .asString()
                .startsWith("half:" + (report.posts().added() + 1) + ": the compressed data ends too early");
        assertThat(scene.miscounted()).isEmpty();

        scene.run(LENIENT, ImportSource.stream("whole", new ByteArrayInputStream(whole)));
        assertThat(scene.posts()).hasSize(2_000);
        assertThat(scene.miscounted()).isEmpty();
    }

    @Test
    void anImportThatDiedIsCompletedByRunningItAgain() {
        var lines = new String[300];
        for (int i = 0; i < lines.length; i++) {
            // Users in between, so that some posts wait for them; replies before what they answer.
            lines[i] = i % 30 == 29 ? user(1 + i / 30, "user" + i) : post(i, 1 + i % 10, replyTo(i + 1));
        }
        var undisturbed = new ImportScene();
        undisturbed.run(1_000, lines);
        int deaths = 0;
        for (int batches = 1; batches < 40; batches += 3) {
            scene.killAfter(batches);
            try {
                scene.run(7 + batches, lines);
            } catch (ImportScene.Killed e) {
                deaths++;
            }
            assertThat(scene.miscounted()).isEmpty();
        }
        scene.run(50, lines);

        assertThat(deaths).isGreaterThan(2);
        assertThat(scene.contents()).isEqualTo(undisturbed.contents()).hasSize(300);
    }

    @Test
    void twoImportsDoNotWorkOnOneDatabaseAtATime() {
        scene.meanwhile(() -> assertThatThrownBy(() -> scene.run(10, user(2, "bob")))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("another import works on this database"));

        assertThat(scene.run(10, user(1, "alice")).users()).isEqualTo(new Found(1, 0));
        assertThat(scene.run(10, user(2, "bob")).users()).isEqualTo(new Found(1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Integer.MAX_VALUE})
    void theNextImportNeedNotWaitUntilTheSessionOfTheLastIsGone(int batches) throws SQLException {
        scene.killAfter(batches);
        try (Connection stays = scene.database.dataSource().getConnection()) {
            try {
                scene.run(Jdbi.create(stays), new ImportSettings(false, 1), source("a", user(1, "alice")));
            } catch (ImportScene.Killed e) {
                assertThat(batches).isEqualTo(1);
            }
            scene.killAfter(Integer.MAX_VALUE);

            assertThat(scene.run(10, user(2, "bob")).users()).isEqualTo(new Found(1, 0));
        }
    }

    @Test
    void anImportThatLosesTheDatabaseSaysHowToGoOn() {
        String[] lines = {user(1, "alice"), post(1, 1), post(2, 1)};
        scene.meanwhile(scene.database::goAway);
        assertThatThrownBy(() -> scene.run(1, lines))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageStartingWith("the database failed: ")
                .hasMessageEndingWith("What was stored before is kept; import again to go on from there.");
        assertThatThrownBy(() -> scene.run(1, lines))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageStartingWith("cannot reach the database: ");
        scene.database.comeBack();

        assertThat(scene.run(1, lines)).isEqualTo(new ImportReport(3, new Found(0, 1), new Found(2, 0), 0, 0));
    }

    @Test
    void aSourceThatIsNoNdjsonIsToldWithoutALine() {
        var report = scene.run(LENIENT, source("empty", ""), source("b", user(1, "alice")));

        assertThat(report).isEqualTo(new ImportReport(1, new Found(1, 0), new Found(0, 0), 0, 1));
        assertThat(scene.problems).containsExactly("empty: there is nothing in it");
        assertThatThrownBy(
                        () -> scene.run(new ImportSettings(true, 1), source("b", user(2, "bob")), source("empty", "")))
                .hasMessage("empty: there is nothing in it. Nothing was imported.");
        assertThat(scene.users()).containsOnlyKeys(1L);
    }

    private List<Long> conversation(int... posts) {
        return Arrays.stream(posts)
                .mapToObj(n -> (Long) scene.storedPost(n).get("conversation_id"))
                .toList();
    }
}
