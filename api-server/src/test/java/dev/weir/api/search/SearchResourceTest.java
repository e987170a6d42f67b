package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SearchResourceTest {

    private static final DataApi API = new DataApi();

    @BeforeEach
    void users() {
        API.clear();
        API.rows().add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"), MicroblogRows.user(12, "34"));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "creme brulee          | 1",
                "CRÈME                 | 1",
                "\"brulee and tea\"    | 1",
                "\"tea brulee\"        | ",
                "tea -creme            | 2",
                "(creme OR tea) -#yum  | 2",
                "#YUM                  | 1",
                "yum                   | 1 3",
                "@ann                  | 2",
                "ann                   | 2",
                "from:ANN              | 1 3",
                "from:1 #yum           | 1",
                "from:34               | 5",
                "from:12               | 5",
                "from:nobody           | ",
                "from:bob -from:nobody | 2 4",
                "to:ann                | 2",
                "from:bob is:reply     | 2",
                "from:bob -is:reply    | 4",
                "from:bob lang:ja      | 4",
                "東京                  | 4",
                "京都                  | ",
                "東                    | 4",
                "\"東京 tower\"        | ",
                "\"東京タワー tower\"  | 4",
                "😂                    | 5",
                "👍                    | 5",
                "👍🏽                    | 5",
                "👍🏿                    | ",
                "👨‍👩‍👧                   | 5",
                "👩                    | ",
                "from:34 has:links     | 5",
                "t.co OR https         | ",
                "שלום                  | 5",
                "amp                   | "
            })
    void everyOperatorFindsWhatItShould(String query, String expected) {
        API.rows()
                .add(
                        post(1, 1, "Crème brûlée and tea &amp; #Yum"),
                        MicroblogRows.reply(id(2), 2, "tea for @ann", id(1), 1),
                        post(3, 1, "yum"),
                        in("ja", post(4, 2, "昨日東京タワー tower")),
                        post(5, 12, "😂😂 👍🏽 👨‍👩‍👧 https://t.co/abc שָׁלוֹם"));

        List<String> ids = new ArrayList<>();
        if (expected != null) {
            for (String number : expected.split(" ")) {
                ids.add(0, Long.toString(id(Long.parseLong(number))));
            }
        }
        Reply reply = search(query, "");
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        assertThat(reply.texts("/data", "id")).isEqualTo(ids);
        assertThat(reply.body().at("/meta/result_count").asInt()).isEqualTo(ids.size());
    }

    @Test
    void onlyTheLastSevenDaysUpToHalfAMinuteAgoAreSearched() {
        API.rows()
                .add(
                        at(DataApi.NOW.minus(Duration.ofDays(7)).minusMillis(1)),
                        at(DataApi.NOW.minus(Duration.ofDays(7))),
                        at(DataApi.NOW.minusSeconds(31)),
                        at(DataApi.NOW.minusSeconds(30)),
                        at(DataApi.NOW.minusSeconds(11)));

        assertThat(search("word", "").texts("/data", "id")).hasSize(2);
        assertThat(search("word", "&end_time=2026-03-01T11:59:50Z").texts("/data", "id"))
                .hasSize(4);
        assertThat(search("word", "&start_time=2026-03-01T11:00:00Z").texts("/data", "id"))
                .hasSize(1);
        assertThat(search("word", "&until_id=" + Snowflakes.firstAt(DataApi.NOW.minusSeconds(31)))
                        .texts("/data", "id"))
                .hasSize(1);
        assertThat(search("word", "&since_id=1").texts("/data", "id")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "start_time=2026-02-20T12:00:00Z, start_time",
        "end_time=2026-03-01T11:59:55Z, end_time",
        "end_time=2026-03-02T00:00:00Z, end_time",
        "start_time=2026-03-01T10:00:00Z&end_time=2026-03-01T10:00:00Z, end_time",
        "start_time=yesterday, start_time",
        "since_id=x, since_id",
        "sort_order=best, sort_order",
        "max_results=9, max_results",
        "max_results=101, max_results",
        "max_results=1e1, max_results",
        "next_token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, next_token",
        "next_token=a&pagination_token=b, pagination_token"
    })
    void wrongParametersAreNamed(String parameters, String named) {
        Reply reply = search("word", "&" + parameters);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("type").asText()).isEqualTo("https://api.twitter.com/2/problems/invalid-request");
        assertThat(reply.body().at("/errors"))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.path("parameters").fieldNames().next()).isEqualTo(named));
    }

    @Test
    void aQueryThatCannotBeUnderstoodSaysWhere() {
        Reply reply = search("cats and dogs", "");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/errors/0/message").asText())
                .startsWith("The `query` cannot be understood: 'and' is ambiguous")
                .endsWith("(at position 6)");
        assertThat(API.get("/2/tweets/search/recent")
                        .body()
                        .at("/errors/0/message")
                        .asText())
                .isEqualTo("The query parameter [query] is missing");
    }

    @Test
    void theLengthOfAQueryIsThatOfThePlan() {
        assertThat(search("😂".repeat(512), "").status()).isEqualTo(200);
        Reply reply = search("a".repeat(513), "");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/errors/0/message").asText())
                .startsWith("The `query` is 513 characters long; this plan allows 512");
    }

    @Test
    void aWalkSeesEveryHitOnceWhileOthersArrive() {
        walk("", "next_token", 64);
        walk("", "pagination_token", 64);
    }

    @Test
    void aWalkByRelevancySeesEveryHitOnceWhileOthersArriveBestFirst() {
        // They arrive with times that were too young for the first page; such of the middle would shift the others.
        List<String> walked = walk("&sort_order=relevancy", "next_token", 3_590_000);
        // Odd numbers say the word twice.
        assertThat(walked.subList(0, walked.size() / 2))
                .allSatisfy(id -> assertThat(number(Long.parseLong(id)) % 2).isOne());
    }

    private List<String> walk(String order, String parameter, long firstArriving) {
        API.rows().execute("delete from microblog.posts");
        API.rows().add(LongStream.range(0, 64).mapToObj(SearchResourceTest::hit).toList());
        List<String> walked = new ArrayList<>();
        Reply page = search("word", "&max_results=10" + order);
        long arriving = firstArriving;
        walked.addAll(page.texts("/data", "id"));
        while (page.body().at("/meta").has("next_token")) {
            API.rows().add(hit(arriving++), hit(arriving++));
            String token = page.body().at("/meta/next_token").asText();
            page = search("word", "&max_results=10" + order + "&" + parameter + "=" + token);
            walked.addAll(page.texts("/data", "id"));
        }
        assertThat(walked).doesNotHaveDuplicates().hasSize(64).allMatch(id -> number(Long.parseLong(id)) < 64);
        if (order.isEmpty()) {
            assertThat(walked).isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(b), Long.parseLong(a)));
        }
        return walked;
    }

    @Test
    void aTokenIsGoodForItsOwnQueryOnly() {
        API.rows().add(LongStream.range(0, 12).mapToObj(SearchResourceTest::hit).toList());
        String token = search("word", "").body().at("/meta/next_token").asText();

        assertThat(token).hasSizeGreaterThanOrEqualTo(16);
        assertThat(search("word", "&next_token=" + token).texts("/data", "id")).hasSize(2);
        assertThat(search("word OR x", "&next_token=" + token).status()).isEqualTo(400);
        assertThat(search("word", "&sort_order=relevancy&next_token=" + token).status())
                .isEqualTo(400);
    }

    @Test
    void expansionsAreAsOfOtherPosts() {
        API.rows().add(post(1, 1, "word @bob"));
        Reply reply = search("word", "&expansions=author_id,entities.mentions.username&user.fields=created_at");

        assertThat(reply.texts("/includes/users", "username")).containsExactlyInAnyOrder("Ann", "bob");
        assertThat(reply.body().at("/data/0/entities/mentions/0/username").asText())
                .isEqualTo("bob");
    }

    @Test
    void anOutageIsA503() {
        API.database().goAway();
        assertThat(search("word", "").status()).isEqualTo(503);
    }

    private Reply search(String query, String more) {
        return API.get("/2/tweets/search/recent?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    }

    private static Post hit(long number) {
        return post(number, 1, number % 2 == 0 ? "word" : "word word");
    }

    private static Post post(long number, long author, String text) {
        return MicroblogRows.post(id(number), author, text);
    }

    private static Post in(String lang, Post post) {
        return new Post(
                post.id(),
                post.authorId(),
                post.createdAt(),
                post.text(),
                lang,
                post.id(),
                null,
                null,
                null,
                null,
                false,
                null,
                null);
    }

    private static Post at(Instant time) {
        return MicroblogRows.post(Snowflakes.at(time, 0), 1, "word");
    }

    private static final long FIRST = Snowflakes.at(DataApi.NOW.minusSeconds(3_600), 0);

    private static long id(long number) {
        return FIRST + (number << 22);
    }

    private static long number(long id) {
        return (id - FIRST) >> 22;
    }
}
