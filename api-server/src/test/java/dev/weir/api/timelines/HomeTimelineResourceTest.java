package dev.weir.api.timelines;

import static dev.weir.api.microblog.MicroblogRows.post;
import static dev.weir.api.microblog.MicroblogRows.reply;
import static dev.weir.api.microblog.MicroblogRows.repost;
import static dev.weir.api.microblog.MicroblogRows.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.writing.FanOutAtHand;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a timeline is the same and right however its posts come to it. */
class HomeTimelineResourceTest {

    private static final DataApi API = new DataApi();
    private static final String HOME = "/2/users/1/timelines/reverse_chronological";
    private static final long START = Snowflakes.firstAt(DataApi.NOW.minusSeconds(3_600));

    /** How posts come to a timeline. */
    enum Way {
        /** Older than what home timelines hold: looked up. */
        OLDER,
        /** Still in the queue. */
        QUEUED,
        /** Copied. */
        COPIED,
        /** By an author with too many followers: looked up. */
        PULLED,
        /** The older half looked up, of the others some copied and some queued. */
        MIXED
    }

    @BeforeEach
    void fourUsers() {
        API.clear();
        API.rows().execute("truncate microblog.home, microblog.fanouts, microblog.pulled_authors");
        API.rows().execute("update microblog.home_state set filled_from = 0");
        API.rows().add(user(1, "alice"), user(2, "bob"), user(3, "carol"), user(4, "dave"));
        API.actFor(1);
        follow(2);
        follow(3);
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    private static void follow(long target) {
        assertThat(API.send("POST", "/2/users/1/following", "{\"target_user_id\": \"" + target + "\"}")
                        .body()
                        .at("/data/following")
                        .asBoolean())
                .isTrue();
    }

    private static List<String> home(String query) {
        DataApi.Reply reply = API.get(HOME + query);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        assertThat(reply.body().at("/meta/result_count").asInt())
                .isEqualTo(reply.body().path("data").size());
        return reply.texts("/data", "text");
    }

    private static FanOutAtHand fanOut(long mostFollowers) {
        return new FanOutAtHand(API.jdbi(), DataApi.NOW, mostFollowers);
    }

    private static void write(Way way, List<Post> posts) {
        switch (way) {
            case OLDER -> {
                API.rows().execute("update microblog.home_state set filled_from = " + Long.MAX_VALUE);
                API.rows().add(posts);
            }
            case QUEUED -> API.rows().add(posts);
            case COPIED -> {
                API.rows().add(posts);
                fanOut(100).copyAll();
            }
            case PULLED -> {
                API.rows().add(posts);
                fanOut(0).copyAll();
            }
            case MIXED -> {
                int half = posts.size() / 2;
                API.rows()
                        .execute("update microblog.home_state set filled_from = "
                                + posts.get(half).id());
                API.rows().add(posts.subList(0, half + half / 2));
                fanOut(100).copyAll();
                API.rows().add(posts.subList(half + half / 2, posts.size()));
            }
        }
    }

    private static List<Post> posts(int count) {
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            posts.add(post(START + i, i % 4 + 1, "p" + i));
        }
        return posts;
    }

    @ParameterizedTest
    @EnumSource
    void holdsThoseFollowedAndOnesOwnNewestFirst(Way way) {
        write(way, posts(8));

        assertThat(home("")).containsExactly("p6", "p5", "p4", "p2", "p1", "p0");
    }

    @ParameterizedTest
    @EnumSource
    void pagesHoldEachPostOnceInBothDirections(Way way) {
        write(way, posts(40));
        List<String> whole = home("?max_results=100");
        assertThat(whole).hasSize(30);

        List<String> forth = new ArrayList<>();
        String token = "";
        String last = "";
        do {
            DataApi.Reply page = API.get(HOME + "?max_results=7" + token);
            forth.addAll(page.texts("/data", "text"));
            last = page.body().at("/meta/previous_token").asText();
            String next = page.body().at("/meta/next_token").asText();
            token = next.isEmpty() ? "" : "&pagination_token=" + next;
        } while (!token.isEmpty());
        assertThat(forth).isEqualTo(whole);

        DataApi.Reply back = API.get(HOME + "?max_results=7&pagination_token=" + last);
        assertThat(back.texts("/data", "text")).isEqualTo(whole.subList(21, 28));
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeShowsAtOnce(Way way) {
        write(way, posts(8));

        API.send("DELETE", "/2/users/1/following/2", "");
        assertThat(home("")).as("unfollowed").containsExactly("p6", "p4", "p2", "p0");
        follow(2);
        assertThat(home("")).as("followed again").containsExactly("p6", "p5", "p4", "p2", "p1", "p0");
        follow(4);
        assertThat(home("")).as("followed").contains("p7", "p3");
        API.actFor(2).send("DELETE", "/2/tweets/" + (START + 5), "");
        API.actFor(1);
        assertThat(home("")).as("deleted").doesNotContain("p5");
        API.rows().execute("update microblog.users set protected = true where id = 2");
        assertThat(home("")).as("protected").doesNotContain("p1").contains("p2");
        API.rows().execute("update microblog.users set protected = false, suspended = true where id = 2");
        assertThat(home("")).as("suspended").doesNotContain("p1").contains("p2");
        API.rows().execute("update microblog.users set suspended = false where id = 2");
        assertThat(home("")).as("restored").contains("p1");
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutRepliesAndReposts(Way way) {
        write(
                way,
                List.of(
                        post(START, 4, "x"),
                        post(START + 1, 2, "p"),
                        reply(START + 2, 2, "r", START, 4),
                        repost(START + 3, 3, START)));

        assertThat(home("")).containsExactly("RT", "r", "p");
        assertThat(home("?exclude=replies")).containsExactly("RT", "p");
        assertThat(home("?exclude=retweets")).containsExactly("r", "p");
    }

    @Test
    void whatOneWritesIsOnItAtOnceThoughProtected() {
        API.send("POST", "/2/tweets", "{\"text\": \"mine\"}");
        assertThat(home("")).containsExactly("mine");
        API.rows().execute("update microblog.users set protected = true where id = 1");
        assertThat(home("")).containsExactly("mine");
    }

    @Test
    void reachesSevenDaysBack() {
        long before = Snowflakes.firstAt(DataApi.NOW.minus(HomeTimelineResource.REACH)) - 1;
        API.rows().add(post(before, 2, "too old"), post(before + 1, 2, "just"));

        assertThat(home("")).containsExactly("just");
        assertThat(home("?start_time=2020-01-01T00:00:00Z")).containsExactly("just");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/2/users/2/timelines/reverse_chronological"})
    void nobodyReadsTheHomeTimelineOfAnother(String path) {
        assertThat(API.get(path).status()).isEqualTo(403);
    }

    @Test
    void aSuspendedUserHasNone() {
        API.rows().execute("update microblog.users set suspended = true where id = 1");
        DataApi.Reply reply = API.get(HOME);
        assertThat(reply.body().at("/errors/0/title").asText()).isEqualTo("Authorization Error");
        assertThat(reply.body().has("data")).isFalse();
    }

    @Test
    void afterALossItIsFilledAgainAndIsRightMeanwhile() {
        write(Way.COPIED, posts(8));
        List<String> whole = home("");
        FanOutAtHand fanOut = fanOut(100);

        fanOut.beginAnew();
        assertThat(API.rows().numbers("select count(*) from microblog.home")).containsExactly(0L);
        assertThat(home("")).as("looked up").isEqualTo(whole);
        fanOut.fill();
        assertThat(API.rows().numbers("select count(*) from microblog.home where user_id = 1"))
                .containsExactly(4L);
        assertThat(home("")).as("copied").isEqualTo(whole);
    }

    /** Against a model that is a map and two sets; the seed is in the name of a failure. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isWhatAModelSays(long seed) {
        var random = new Random(seed);
        var model = new TreeMap<Long, Long>();
        var follows = new ArrayList<>(List.of(2L, 3L));
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    long author = random.nextInt(4) + 1L;
                    long id = START + step;
                    API.rows().add(post(id, author, "p" + id));
                    model.put(id, author);
                }
                case 2 -> fanOut(random.nextBoolean() ? 100 : 0).copyAll();
                case 3 -> {
                    long other = random.nextInt(3) + 2L;
                    if (follows.remove(other)) {
                        API.send("DELETE", "/2/users/1/following/" + other, "");
                    } else {
                        follow(other);
                        follows.add(other);
                    }
                }
                case 4 -> {
                    if (!model.isEmpty()) {
                        var one = List.copyOf(model.entrySet()).get(random.nextInt(model.size()));
                        API.actFor(one.getValue()).send("DELETE", "/2/tweets/" + one.getKey(), "");
                        API.actFor(1);
                        model.remove(one.getKey());
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        fanOut(100).beginAnew();
                    }
                }
            }
            List<String> expected = model.descendingMap().entrySet().stream()
                    .filter(post -> post.getValue() == 1 || follows.contains(post.getValue()))
                    .map(post -> "p" + post.getKey())
                    .toList();
            assertThat(home("")).as("seed %d, step %d", seed, step).isEqualTo(expected);
        }
    }
}
