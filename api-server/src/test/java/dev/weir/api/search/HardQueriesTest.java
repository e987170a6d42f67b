package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries made to hurt are answered or refused as the caller's doing, on every endpoint that takes one. */
final class HardQueriesTest {

    private static final DataApi API = new DataApi();
    private static final List<String> COMMON = List.of("the", "a", "of", "to", "and1", "in", "is1", "it");

    @BeforeAll
    static void posts() {
        var random = new Random(5);
        API.rows().add(MicroblogRows.user(1, "ann"), MicroblogRows.user(2, "bob"));
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String text = IntStream.range(0, 12)
                    .mapToObj(n -> COMMON.get(random.nextInt(COMMON.size())))
                    .collect(Collectors.joining(" "));
            posts.add(MicroblogRows.post(Snowflakes.at(DataApi.NOW.minusSeconds(60 + i), i), 1 + i % 2, text));
        }
        API.rows().add(posts);
        API.rows().execute("analyze microblog.posts");
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void areAnsweredOrRefused(long seed) {
        var random = new Random(seed);
        int answered = 0;
        for (int i = 0; i < 100; i++) {
            String query = hard(random);
            String path = List.of("search/recent", "search/all", "counts/recent", "counts/all")
                    .get(i % 4);
            String order = path.startsWith("search") && random.nextBoolean() ? "&sort_order=relevancy" : "";
            int status = API.get(
                            "/2/tweets/" + path + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + order)
                    .status();
            assertThat(status).as("seed %d, %s", seed, query).isIn(200, 400);
            answered += status == 200 ? 1 : 0;
        }
        assertThat(answered).isGreaterThan(30);
    }

    private static String hard(Random random) {
        String query = switch (random.nextInt(10)) {
            case 0 -> joined(random, " OR ", 120);
            case 1 -> joined(random, " ", 120);
            case 2 -> "\"" + joined(random, " ", 60) + "\"";
            case 3 -> "the " + joined(random, " -", 60);
            case 4 -> "(".repeat(16) + joined(random, " OR ", 20) + ")".repeat(16);
            case 5 -> "min_likes:1 OR min_replies:1 OR retweets_of:ann OR " + joined(random, " OR ", 30);
            case 6 ->
                IntStream.range(0, 12)
                        .mapToObj(n -> "(the OR min_likes:" + (n + 1) + ")")
                        .collect(Collectors.joining(" "));
            case 7 ->
                IntStream.range(0, 12).mapToObj(n -> "min_likes:" + (n + 1)).collect(Collectors.joining(" OR "));
            case 8 -> "(" + joined(random, " OR ", 30) + ") (" + joined(random, " OR ", 30) + ") -is:verified";
            default -> "\"the the the the\" OR \"" + "a ".repeat(150) + "\"";
        };
        return query.length() <= 512 ? query : query.substring(0, 512);
    }

    private static String joined(Random random, String separator, int words) {
        return IntStream.range(0, words)
                .mapToObj(i -> COMMON.get(random.nextInt(COMMON.size())))
                .collect(Collectors.joining(separator));
    }
}
