package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages are read by where their posts are, and a post that was changed is somewhere else. */
final class ChangedPostsTest {

    private static final long FIRST = Snowflakes.at(Instant.parse("2026-03-01T12:00:00Z"), 0);
    private static final int POSTS = 40;

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final MicroblogRows rows = new MicroblogRows(jdbi);
    private final SqlMicroblog microblog = new SqlMicroblog(jdbi);
    private final SqlMicroblog rare =
            new SqlMicroblog(jdbi, jdbi, () -> new TermFrequencies(Map.of(), 0, POSTS), SqlMicroblog.SEARCH_BUDGET);
    private final Condition word = new Condition.Terms("'word'", true);

    private void posts() {
        rows.add(MicroblogRows.user(1, "ann"), MicroblogRows.user(2, "bob"));
        for (int i = 0; i < POSTS; i++) {
            rows.add(MicroblogRows.post(FIRST + i, 2, "word"));
        }
        rows.execute("insert into microblog.mentions select 'ann', id from microblog.posts");
        rows.execute("insert into microblog.likes select 1, id, now() from microblog.posts");
        rows.execute("insert into microblog.follows values (1, 2, now())");
        rows.execute("update microblog.posts set quoted_id = 7");
    }

    /** Short sources stay on their page, long ones have to leave it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 3_000})
    void everyPageShowsThemAsTheyAreNow(int length) {
        posts();
        for (String source : List.of("a".repeat(length), "b".repeat(length), "c")) {
            rows.execute("update microblog.posts set source = '" + source + "' where id % 2 = 0");
            pages().forEach((name, page) -> assertThat(page)
                    .as(name)
                    .hasSize(POSTS)
                    .allSatisfy(
                            post -> assertThat(post.post().source()).isEqualTo(post.id() % 2 == 0 ? source : null)));
        }
    }

    @Test
    void noPageShowsWhatIsGone() {
        posts();
        rows.execute("delete from microblog.posts where id % 2 = 0");
        pages().forEach((name, page) -> assertThat(page)
                .as(name)
                .hasSize(POSTS / 2)
                .allSatisfy(post -> assertThat(post.id() % 2).isOne()));
    }

    private Map<String, List<CountedPost>> pages() {
        Map<String, List<CountedPost>> pages = new TreeMap<>();
        for (TimelinePage.Order order : TimelinePage.Order.values()) {
            pages.put(
                    "timeline, " + order,
                    microblog.timeline(new TimelinePage(2, IdRange.ALL, order, 99, 999, true, true)));
            for (long user : new long[] {1, 2}) {
                pages.put(
                        "home of " + user + ", " + order,
                        microblog.home(new HomePage(user, IdRange.ALL, order, 99, 999, true, true)));
            }
        }
        for (PostList list : List.of(
                new PostList.MentionsOf(1, "ann", IdRange.ALL, 999),
                new PostList.QuotesOf(7, true, true),
                new PostList.LikedBy(1))) {
            pages.put(
                    list.toString(),
                    microblog.posts(list, Walk.first(99)).stream()
                            .map(Listed::item)
                            .toList());
        }
        SearchPage newest = new SearchPage(word, IdRange.ALL, 99, null);
        SearchPage best = new SearchPage(word, IdRange.ALL, 99, new SearchPage.Ranked("'word'", 999, null));
        for (SearchPage page : List.of(newest, best)) {
            pages.put("search, " + page, found(microblog, page));
            pages.put("rare, " + page, found(rare, page));
        }
        pages.put("walk", microblog.walk(word, IdRange.ALL, 999, 99).posts());
        pages.put("look up", microblog.lookUp(word, IdRange.ALL, 99).posts());
        Condition either = Condition.any(List.of(word, new Condition.Refers(Reference.QUOTED, 7)));
        pages.put("look up either", microblog.lookUp(either, IdRange.ALL, 99).posts());
        pages.put("either", found(rare, new SearchPage(either, IdRange.ALL, 99, null)));
        return pages;
    }

    private static List<CountedPost> found(Microblog in, SearchPage page) {
        return in.search(page).stream().map(SearchHit::post).toList();
    }
}
