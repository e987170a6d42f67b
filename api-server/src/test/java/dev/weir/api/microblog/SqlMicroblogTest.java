package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.database.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SqlMicroblogTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long FIRST = Snowflakes.at(NOON, 0);

    private static final TestDatabase DATABASE = TestDatabase.create();
    private final MicroblogRows rows = new MicroblogRows(DATABASE.jdbi());
    private final Microblog microblog = new SqlMicroblog(DATABASE.jdbi());
    private final PostArchive archive = new SqlMicroblog(DATABASE.jdbi());

    @BeforeEach
    void users() {
        rows.clear();
        rows.add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"));
    }

    @Test
    void aPostIsReadAsItWasWritten() {
        var post = new Post(
                FIRST,
                1,
                NOON.plusMillis(7),
                "it's \\ 👩‍👧 ☕ שלום",
                "de",
                3,
                3L,
                2L,
                5L,
                6L,
                true,
                "web",
                "{\"a\": 1}");
        rows.add(post);
        rows.counts(FIRST, new PostCounts(1, 2, 3, 4, 5, 6));

        assertThat(microblog.posts(Set.of(FIRST, 99L)))
                .containsOnlyKeys(FIRST)
                .containsValue(new CountedPost(post, new PostCounts(1, 2, 3, 4, 5, 6), true));
    }

    @Test
    void aUserIsFoundByIdAndByNameWhateverItsCase() {
        var carol =
                new User(3, "Carol_3", "Ca 🎉", NOON, "bio", "here", "http://c", "http://p", true, true, false, 77L);
        rows.add(carol);
        rows.counts(3, new UserCounts(1, 2, 3, 4, 5));

        Users found = microblog.users(Set.of(2L, 99L), Set.of("CAROL_3", "nobody"));
        assertThat(found.byUsername("carol_3")).hasValue(new CountedUser(carol, new UserCounts(1, 2, 3, 4, 5)));
        assertThat(found.byId(2)).hasValue(new CountedUser(MicroblogRows.user(2, "bob"), UserCounts.NONE));
        assertThat(found.all()).hasSize(2);
    }

    @Test
    void aWalkTellsHowFarItCameWhetherPostsMatchOrNot() {
        for (int i = 0; i < 10; i++) {
            rows.add(MicroblogRows.post(FIRST + 10L * i, 1, i == 3 || i == 7 ? "rare" : "word"));
        }
        var rare = new Condition.Terms("'rare'", true);

        assertStretch(archive.walk(rare, IdRange.ALL, 3, 5), FIRST + 21);
        assertStretch(archive.walk(rare, IdRange.ALL, 5, 5), FIRST + 41, FIRST + 30);
        assertStretch(archive.walk(rare, IdRange.ALL, 10, 1), FIRST + 31, FIRST + 30);
        assertStretch(archive.walk(rare, IdRange.ALL, 11, 5), Long.MAX_VALUE, FIRST + 30, FIRST + 70);
        assertStretch(archive.walk(rare, IdRange.ALL.after(FIRST + 70), 2, 5), FIRST + 91);
        assertStretch(archive.walk(rare, IdRange.ALL.after(FIRST + 90), 2, 5), Long.MAX_VALUE);
        assertStretch(archive.walk(rare, IdRange.ALL.before(FIRST + 35), 50, 5), FIRST + 35, FIRST + 30);
    }

    @Test
    void aLookUpReachesTheEndUnlessThereAreMore() {
        for (int i = 0; i < 4; i++) {
            rows.add(MicroblogRows.post(FIRST + 10L * i, 1 + i % 2, "word"));
        }
        var word = new Condition.Terms("'word'", true);
        var either = Condition.any(List.of(word, new Condition.AtLeast(Counter.LIKES, 5)));
        rows.counts(FIRST + 10, new PostCounts(0, 0, 9, 0, 0, 0));
        rows.execute("update microblog.users set suspended = true where id = 1");

        for (Condition condition : List.of(word, either)) {
            assertStretch(archive.lookUp(condition, IdRange.ALL, 1), FIRST + 11, FIRST + 10);
            assertStretch(archive.lookUp(condition, IdRange.ALL, 3), Long.MAX_VALUE, FIRST + 10, FIRST + 30);
            assertStretch(archive.lookUp(condition, IdRange.ALL.after(FIRST + 30), 3), Long.MAX_VALUE);
        }
    }

    private static void assertStretch(PostArchive.Stretch stretch, long reached, Long... posts) {
        assertThat(stretch.posts()).extracting(CountedPost::id).containsExactly(posts);
        assertThat(stretch.reached()).isEqualTo(reached);
    }

    @Test
    void postsOfHiddenAuthorsAreMarkedAndNotFoundBySearch() {
        rows.add(MicroblogRows.post(FIRST, 1, "word"), MicroblogRows.post(FIRST + 1, 2, "word"));
        rows.execute("update microblog.users set protected = true where id = 1");

        assertThat(microblog.posts(Set.of(FIRST)).values())
                .extracting(CountedPost::isPublic)
                .containsExactly(false);
        assertThat(found("'word'")).containsExactly(FIRST + 1);
        rows.execute("update microblog.users set suspended = true where id = 2");
        assertThat(found("'word'")).isEmpty();
    }

    @Test
    void aTimelineIsNewestFirstFromEitherEnd() {
        for (int i = 0; i < 10; i++) {
            rows.add(MicroblogRows.post(FIRST + i, 1, "p" + i));
        }
        assertThat(timeline(IdRange.ALL, TimelinePage.Order.NEWEST, 3, 3_200))
                .containsExactly(FIRST + 9, FIRST + 8, FIRST + 7);
        assertThat(timeline(IdRange.ALL.after(FIRST + 1), TimelinePage.Order.OLDEST, 3, 3_200))
                .containsExactly(FIRST + 4, FIRST + 3, FIRST + 2);
        assertThat(timeline(IdRange.ALL.before(FIRST + 2), TimelinePage.Order.NEWEST, 3, 3_200))
                .containsExactly(FIRST + 1, FIRST);
        assertThat(timeline(IdRange.ALL, TimelinePage.Order.OLDEST, 99, 4))
                .as("no deeper than the depth")
                .containsExactly(FIRST + 9, FIRST + 8, FIRST + 7, FIRST + 6);
    }

    @Test
    void repliesAndRepostsCanBeLeftOut() {
        rows.add(
                MicroblogRows.post(FIRST, 1, "plain"),
                MicroblogRows.reply(FIRST + 1, 1, "answer", 5, 2),
                MicroblogRows.repost(FIRST + 2, 1, 5));

        assertThat(microblog.timeline(page(false, true)))
                .extracting(CountedPost::id)
                .containsExactly(FIRST + 2, FIRST);
        assertThat(microblog.timeline(page(true, false)))
                .extracting(CountedPost::id)
                .containsExactly(FIRST + 1, FIRST);
    }

    @Test
    void timesBoundPostsByIdAndOldPostsByWhenTheyWereWritten() {
        Instant old = Instant.parse("2009-05-01T00:00:00Z");
        var ancient = new Post(1_000, 1, old, "old", "en", 1_000, null, null, null, null, false, null, null);
        rows.add(
                ancient,
                MicroblogRows.post(FIRST, 1, "a"),
                MicroblogRows.post(Snowflakes.at(NOON.plusSeconds(1), 0), 1, "b"));

        assertThat(timeline(IdRange.ALL.startingAt(NOON.plusSeconds(1)), TimelinePage.Order.NEWEST, 9, 99))
                .hasSize(1);
        assertThat(timeline(IdRange.ALL.endingBefore(NOON.plusSeconds(1)), TimelinePage.Order.NEWEST, 9, 99))
                .containsExactly(FIRST, 1_000L);
        assertThat(timeline(IdRange.ALL.startingAt(old.plusSeconds(1)), TimelinePage.Order.NEWEST, 9, 99))
                .hasSize(2);
        assertThat(timeline(IdRange.ALL.endingBefore(old.plus(Duration.ofDays(1))), TimelinePage.Order.NEWEST, 9, 99))
                .containsExactly(1_000L);
    }

    @Test
    void theBestHitsComeFirstAndPagesOfThemFollowEachOther() {
        for (int i = 0; i < 30; i++) {
            rows.add(MicroblogRows.post(FIRST + i, 1, "word ".repeat(1 + i % 4)));
        }
        List<SearchHit> all = ranked(99, null);
        assertThat(all)
                .hasSize(30)
                .isSortedAccordingTo((a, b) -> a.score() == b.score()
                        ? Long.compare(b.post().id(), a.post().id())
                        : Float.compare(b.score(), a.score()));
        SearchHit seventh = all.get(6);
        assertThat(ranked(
                        10,
                        new SearchPage.SearchKey(seventh.score(), seventh.post().id())))
                .isEqualTo(all.subList(7, 17));
    }

    @Test
    void whatIsRareIsFoundAsAnythingElseIs() {
        for (int i = 0; i < 40; i++) {
            rows.add(MicroblogRows.post(FIRST + i, 1 + i % 2, i % 3 == 0 ? "word more" : i % 5 == 0 ? "word" : "more"));
        }
        rows.counts(FIRST + 1, new PostCounts(0, 0, 9, 0, 0, 0));
        rows.execute("update microblog.posts set reply_to_id = 77 where id % 7 = 0");
        rows.execute("update microblog.users set protected = true where id = 2");
        Jdbi jdbi = DATABASE.jdbi();
        Microblog rare =
                new SqlMicroblog(jdbi, jdbi, () -> new TermFrequencies(Map.of(), 0, 40), SqlMicroblog.SEARCH_BUDGET);
        Condition word = new Condition.Terms("'word'", true);
        Condition reply = new Condition.Refers(Reference.REPLIED_TO, 77);
        for (Condition condition : List.of(
                word,
                new Condition.Terms("('word' <1> 'more')", true),
                Condition.all(List.of(word, reply)),
                Condition.any(List.of(word, reply)),
                Condition.any(List.of(
                        word,
                        Condition.all(List.of(
                                new Condition.Terms("'more'", true), new Condition.AtLeast(Counter.LIKES, 5))))))) {
            for (IdRange range :
                    List.of(IdRange.ALL, IdRange.ALL.after(FIRST + 3).before(FIRST + 30))) {
                for (int limit : new int[] {3, 100}) {
                    for (SearchPage.Ranked ranked : Arrays.asList(null, new SearchPage.Ranked("'word'", 1_000, null))) {
                        var page = new SearchPage(condition, range, limit, ranked);
                        assertThat(rare.search(page)).as("%s", page).isEqualTo(microblog.search(page));
                    }
                }
            }
        }
    }

    @Test
    void aWordOfManyDaysIsFoundInTheDaysAskedForAndInNoOthers() {
        Microblog byDay = new SqlMicroblog(
                DATABASE.jdbi(),
                DATABASE.jdbi(),
                () -> new TermFrequencies(Map.of("word", 3e-7), 0, 1e9),
                SqlMicroblog.SEARCH_BUDGET);
        List<Long> posts = IntStream.range(0, 200)
                .mapToObj(n -> FIRST / Snowflakes.DAY * Snowflakes.DAY + n * Snowflakes.DAY / 4 - n % 2)
                .sorted(Comparator.reverseOrder())
                .toList();
        posts.forEach(id -> rows.add(MicroblogRows.post(id, 1, "word")));
        List<IdRange> ranges = new ArrayList<>(List.of(IdRange.ALL));
        for (int first = 199; first >= 0; first -= 9) {
            for (int last = first; last >= 0; last -= 27) {
                for (long more : new long[] {-1, 0, 1}) {
                    ranges.add(IdRange.ALL.after(posts.get(first) + more).before(posts.get(last) - more));
                }
            }
        }

        assertThat(ranges).anyMatch(range -> range.days().isEmpty());
        assertThat(ranges).filteredOn(range -> range.days().isPresent()).hasSizeGreaterThan(200);
        assertThat(ranges)
                .allSatisfy(range -> assertThat(
                                byDay.search(new SearchPage(new Condition.Terms("'word'", true), range, 1_000, null)))
                        .extracting(hit -> hit.post().id())
                        .containsExactlyElementsOf(posts.stream()
                                .filter(id -> id >= range.from() && id < range.until())
                                .toList()));
    }

    @Test
    void aRareWordIsFoundWithoutAConnectionForSearches() {
        rows.add(MicroblogRows.post(FIRST, 1, "rare common"));
        Jdbi none = Jdbi.create(() -> {
            throw new SQLException("all are taken", "08000");
        });
        Microblog busy = new SqlMicroblog(
                DATABASE.jdbi(),
                none,
                () -> new TermFrequencies(Map.of("common", 0.5), 0.0001, 1_000_000),
                SqlMicroblog.SEARCH_BUDGET);

        assertThat(busy.search(pageOf("'rare'"))).hasSize(1);
        assertThatThrownBy(() -> busy.search(pageOf("'common'"))).isInstanceOf(MicroblogUnavailableException.class);
    }

    @Test
    void wrongSqlIsNotAnOutage() {
        assertThatThrownBy(() -> found("'unclosed"))
                .isNotInstanceOf(MicroblogUnavailableException.class)
                .hasMessageContaining("tsquery");
    }

    private List<SearchHit> ranked(int limit, SearchPage.@Nullable SearchKey after) {
        return microblog.search(new SearchPage(
                new Condition.Terms("'word'", true),
                IdRange.ALL,
                limit,
                new SearchPage.Ranked("'word'", 1_000, after)));
    }

    private List<Long> found(String query) {
        return microblog.search(pageOf(query)).stream()
                .map(hit -> hit.post().id())
                .toList();
    }

    private static SearchPage pageOf(String query) {
        return new SearchPage(new Condition.Terms(query, true), IdRange.ALL, 10, null);
    }

    private List<Long> timeline(IdRange range, TimelinePage.Order order, int limit, int depth) {
        return microblog.timeline(new TimelinePage(1, range, order, limit, depth, true, true)).stream()
                .map(CountedPost::id)
                .toList();
    }

    private static TimelinePage page(boolean replies, boolean reposts) {
        return new TimelinePage(1, IdRange.ALL, TimelinePage.Order.NEWEST, 9, 99, replies, reposts);
    }
}
