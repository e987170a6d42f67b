package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchPage;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.Texts;
import dev.weir.api.microblog.Users;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search finds exactly what a plain reading of the query says, for random posts and queries. */
final class SearchProperties {

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103})
    void findWhatThePlainReadingFinds(long seed) throws InvalidQueryException, SQLException {
        // One connection for all: opening them would take longer than the searches.
        try (Connection connection = TestDatabase.create().dataSource().getConnection()) {
            findWhatThePlainReadingFinds(seed, connection);
        }
    }

    private static void findWhatThePlainReadingFinds(long seed, Connection connection) throws InvalidQueryException {
        var random = new Random(seed);
        var jdbi = Jdbi.create(connection);
        var rows = new MicroblogRows(jdbi);
        RandomSearches.users(rows);
        List<Post> posts = IntStream.range(0, 300)
                .mapToObj(i -> RandomSearches.post(random, 1_000 - i))
                .toList();
        RandomSearches.add(rows, posts);
        Microblog microblog = new SqlMicroblog(jdbi);
        List<Subject> subjects = subjects(microblog, posts);
        int found = 0;
        for (int i = 0; i < 300; i++) {
            String text = RandomSearches.query(random);
            Query query = QueryParser.parse(text);
            List<Long> expected = posts.stream()
                    .filter(query.read(new SearchModel(RandomSearches.IDS, posts)))
                    .map(Post::id)
                    .toList();
            List<Long> actual = found(microblog, query);
            assertThat(actual)
                    .as(
                            "seed %d, query %s, condition %s",
                            seed, text, query.read(new QueryCondition(RandomSearches.IDS)))
                    .isEqualTo(expected);
            assertThat(matched(query, subjects))
                    .as("at hand: seed %d, query %s", seed, text)
                    .isEqualTo(expected);
            found += actual.isEmpty() ? 0 : 1;
        }
        assertThat(found)
                .as("most queries must find something, or this tests nothing")
                .isGreaterThan(100);
    }

    /** The hardest texts there are: the database and the matcher must cut and compare them alike. */
    @ParameterizedTest
    @ValueSource(longs = {111, 112})
    void aPostAtHandMatchesAsTheDatabaseSays(long seed) throws SQLException {
        try (Connection connection = TestDatabase.create().dataSource().getConnection()) {
            var random = new Random(seed);
            var jdbi = Jdbi.create(connection);
            var rows = new MicroblogRows(jdbi);
            RandomSearches.users(rows);
            List<Post> posts = IntStream.range(0, 400)
                    .mapToObj(i -> RandomSearches.post(random, 1_000 - i, storable(Texts.random(random, 10))))
                    .toList();
            RandomSearches.add(rows, posts);
            Microblog microblog = new SqlMicroblog(jdbi);
            List<Subject> subjects = subjects(microblog, posts);
            int found = 0;
            for (int i = 0; i < 1_500; i++) {
                String text = Texts.random(random, 4);
                Query query;
                try {
                    query = QueryParser.parse(text);
                } catch (InvalidQueryException e) {
                    continue;
                }
                List<Long> actual = found(microblog, query);
                assertThat(matched(query, subjects))
                        .as("seed %d, query %s", seed, Texts.escaped(text))
                        .isEqualTo(actual);
                found += actual.isEmpty() ? 0 : 1;
            }
            assertThat(found).as("queries that find something").isGreaterThan(50);
        }
    }

    /** PostgreSQL keeps neither of these. */
    private static String storable(String text) {
        return text.codePoints()
                .filter(c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<Subject> subjects(Microblog microblog, List<Post> posts) {
        Map<Long, CountedPost> stored =
                microblog.posts(posts.stream().map(Post::id).toList());
        Users users = microblog.users(RandomSearches.IDS.values(), List.of());
        return posts.stream()
                .map(post -> Subject.of(
                        Objects.requireNonNull(stored.get(post.id())),
                        users,
                        stored,
                        RandomSearches.MEDIA,
                        Reading.SEARCH))
                .toList();
    }

    private static List<Long> matched(Query query, List<Subject> subjects) {
        PostMatcher matcher = PostMatcher.of(query, Reading.SEARCH);
        return subjects.stream()
                .filter(matcher::matches)
                .map(subject -> subject.counted().id())
                .toList();
    }

    private static List<Long> found(Microblog microblog, Query query) {
        Condition condition = query.read(new QueryCondition(RandomSearches.IDS));
        List<Long> newest = microblog.search(new SearchPage(condition, IdRange.ALL, 400, null)).stream()
                .map(hit -> hit.post().id())
                .toList();
        var ranked = new SearchPage.Ranked(condition.ranking(), 1_000, null);
        assertThat(microblog.search(new SearchPage(condition, IdRange.ALL, 400, ranked)))
                .as("ranked: %s", query.print())
                .extracting(hit -> hit.post().id())
                .containsExactlyInAnyOrderElementsOf(newest);
        assertThat(microblog.counts(condition, IdRange.ALL, Duration.ofDays(1)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("counted: %s", query.print())
                .isEqualTo(newest.size());
        return newest;
    }
}
