package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Media;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search finds exactly what a plain reading of the query says, for random posts and queries. */
final class SearchProperties {

    private static final Map<String, Long> IDS = Map.of("ann", 1L, "bob", 2L, "cyd", 3L);
    private static final List<String> WORDS = List.of(
            "tea", "Coffee", "cup", "the", "#tea", "#cup", "@bob", "@cyd", "$TSLA", "http://t.co/1", "😂", "👩‍👧");
    private static final List<String> JAPANESE = List.of("東京", "京都", "東京都", "タワー", "都");

    private static final Map<String, Media> MEDIA = Map.of(
            SearchModel.PHOTO, MicroblogRows.media(SearchModel.PHOTO, Media.Type.PHOTO),
            SearchModel.VIDEO, MicroblogRows.media(SearchModel.VIDEO, Media.Type.VIDEO),
            SearchModel.ANIMATED, MicroblogRows.media(SearchModel.ANIMATED, Media.Type.ANIMATED_GIF));
    private static final List<String> KEYS =
            List.of(SearchModel.PHOTO, SearchModel.VIDEO, SearchModel.ANIMATED, SearchModel.LOST);

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
        users(rows);
        List<Post> posts =
                IntStream.range(0, 300).mapToObj(i -> post(random, 1_000 - i)).toList();
        add(rows, posts);
        Microblog microblog = new SqlMicroblog(jdbi);
        List<Subject> subjects = subjects(microblog, posts);
        int found = 0;
        for (int i = 0; i < 300; i++) {
            String text = query(random);
            Query query = QueryParser.parse(text);
            List<Long> expected = posts.stream()
                    .filter(query.read(new SearchModel(IDS, posts)))
                    .map(Post::id)
                    .toList();
            List<Long> actual = found(microblog, query);
            assertThat(actual)
                    .as("seed %d, query %s, condition %s", seed, text, query.read(new QueryCondition(IDS)))
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
            users(rows);
            List<Post> posts = IntStream.range(0, 400)
                    .mapToObj(i -> post(random, 1_000 - i, storable(Texts.random(random, 10))))
                    .toList();
            add(rows, posts);
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

    private static void users(MicroblogRows rows) {
        MEDIA.values().forEach(rows::add);
        IDS.forEach((name, id) -> rows.add(MicroblogRows.user(id, name)));
        rows.execute("update microblog.users set verified = true where id = " + SearchModel.VERIFIED);
    }

    private static void add(MicroblogRows rows, List<Post> posts) {
        rows.add(posts);
        posts.forEach(post -> rows.counts(post.id(), SearchModel.counts(post.id())));
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
        Users users = microblog.users(IDS.values(), List.of());
        return posts.stream()
                .map(post ->
                        Subject.of(Objects.requireNonNull(stored.get(post.id())), users, stored, MEDIA, Reading.SEARCH))
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
        Condition condition = query.read(new QueryCondition(IDS));
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

    private static Post post(Random random, long id) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            words.add(pick(random, random.nextInt(5) == 0 ? JAPANESE : WORDS));
        }
        return post(random, id, String.join(" ", words));
    }

    private static Post post(Random random, long id, String text) {
        boolean reply = random.nextInt(4) == 0;
        return MicroblogRows.attached(
                new Post(
                        id,
                        1 + random.nextInt(3),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        text,
                        pick(random, List.of("en", "ja", "und")),
                        conversation(random, id),
                        reply ? Long.valueOf(701 + random.nextInt(20)) : null,
                        reply ? Long.valueOf(1 + random.nextInt(3)) : null,
                        maybe(random),
                        maybe(random),
                        false,
                        null,
                        null),
                random.ints(random.nextInt(3), 0, KEYS.size())
                        .distinct()
                        .mapToObj(KEYS::get)
                        .toList());
    }

    private static @Nullable Long maybe(Random random) {
        return random.nextInt(5) == 0 ? Long.valueOf(701 + random.nextInt(20)) : null;
    }

    private static long conversation(Random random, long id) {
        return random.nextBoolean() ? id : 701 + random.nextInt(5);
    }

    /** Always with something that stands on its own in each alternative. */
    private static String query(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> alternative(random))
                .collect(Collectors.joining(" OR "));
    }

    private static String alternative(Random random) {
        var text = new StringBuilder(standing(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(' ').append(random.nextInt(3) == 0 ? "-" : "").append(operator(random));
        }
        if (random.nextInt(4) == 0) {
            text.append(" (")
                    .append(standing(random))
                    .append(" OR ")
                    .append(operator(random))
                    .append(')');
        }
        return text.toString();
    }

    private static String operator(Random random) {
        return random.nextBoolean()
                ? standing(random)
                : pick(
                        random,
                        List.of(
                                "lang:en",
                                "lang:ja",
                                "is:reply",
                                "is:quote",
                                "is:retweet",
                                "has:hashtags",
                                "has:mentions",
                                "has:links",
                                "has:media",
                                "has:images",
                                "has:videos",
                                "has:video_link",
                                "is:verified",
                                "has:cashtags"));
    }

    private static String standing(Random random) {
        return switch (random.nextInt(12)) {
            case 4 -> "retweets_of:" + pick(random, List.of("ann", "bob", "nobody", "3"));
            case 5 -> pick(random, List.of("min_likes:", "min_replies:", "min_reposts:")) + (1 + random.nextInt(5));
            case 6 ->
                pick(
                                random,
                                List.of(
                                        "conversation_id:",
                                        "in_reply_to_tweet_id:",
                                        "retweets_of_tweet_id:",
                                        "quotes_of_tweet_id:"))
                        + (700 + random.nextInt(20));
            case 7 -> pick(random, List.of("url:t.co", "url:\"t.co/1\"", "min_likes:800"));
            case 0 -> "from:" + pick(random, List.of("ann", "BOB", "cyd", "nobody"));
            case 1 -> "to:" + pick(random, List.of("ann", "bob"));
            case 2 -> pick(random, JAPANESE);
            case 3 -> '"' + pick(random, WORDS.subList(0, 8)) + ' ' + pick(random, WORDS.subList(0, 8)) + '"';
            default ->
                pick(
                        random,
                        WORDS.stream().filter(word -> !word.startsWith("http")).toList());
        };
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
