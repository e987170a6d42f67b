package dev.weir.api.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TimelineResourceTest {

    private static final long BASE = Snowflakes.at(DataApi.NOW.minusSeconds(3_600), 0);
    private static final long SECOND = 1_000L << 22;

    private static final DataApi API = new DataApi();

    @BeforeEach
    void users() {
        API.clear();
        API.rows().add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void pagesAreNewestFirstWithTheirPlaceInMeta() {
        posts(12);
        Reply first = API.get("/2/users/1/tweets");

        assertThat(first.texts("/data", "id")).isEqualTo(ids(11, 2));
        assertThat(first.body().at("/meta/result_count").asInt()).isEqualTo(10);
        assertThat(first.body().at("/meta/newest_id").asText()).isEqualTo(id(11));
        assertThat(first.body().at("/meta/oldest_id").asText()).isEqualTo(id(2));
        assertThat(first.body().at("/meta/next_token").asText()).hasSizeGreaterThanOrEqualTo(16);
        assertThat(first.body().at("/meta").has("previous_token")).isFalse();

        Reply last = page(first, "next_token", 10);
        assertThat(last.texts("/data", "id")).isEqualTo(ids(1, 0));
        assertThat(last.body().at("/meta").has("next_token")).isFalse();
        assertThat(page(last, "previous_token", 10).texts("/data", "id")).isEqualTo(first.texts("/data", "id"));
    }

    @Test
    void aWalkSeesEveryPostOnceWhileOthersArrive() {
        posts(53);
        List<String> walked = new ArrayList<>();
        Reply page = API.get("/2/users/1/tweets?max_results=5");
        int arriving = 53;
        walked.addAll(page.texts("/data", "id"));
        while (page.body().at("/meta").has("next_token")) {
            API.rows().add(post(arriving++), post(arriving++));
            page = page(page, "next_token", 5);
            walked.addAll(page.texts("/data", "id"));
        }
        assertThat(walked).isEqualTo(ids(52, 0));

        // And back up: everything, the posts that arrived meanwhile too.
        List<String> back = new ArrayList<>(page.texts("/data", "id"));
        while (page.body().at("/meta").has("previous_token")) {
            page = page(page, "previous_token", 5);
            back.addAll(0, page.texts("/data", "id"));
        }
        assertThat(back).isEqualTo(ids(arriving - 1, 0));
    }

    @Test
    void boundsByIdAndTimeAreAsPromised() {
        posts(10);

        assertThat(API.get("/2/users/1/tweets?since_id=" + id(3) + "&until_id=" + id(7))
                        .texts("/data", "id"))
                .as("both exclusive")
                .isEqualTo(ids(6, 4));
        assertThat(API.get("/2/users/1/tweets?start_time=" + time(3) + "&end_time=" + time(7))
                        .texts("/data", "id"))
                .as("start inclusive, end exclusive")
                .isEqualTo(ids(6, 3));
        assertThat(API.get("/2/users/1/tweets?start_time=" + time(8) + "&since_id=" + id(4))
                        .texts("/data", "id"))
                .as("since_id wins over start_time")
                .isEqualTo(ids(9, 5));
    }

    @Test
    void repliesAndRetweetsCanBeExcluded() {
        API.rows()
                .add(
                        post(0),
                        MicroblogRows.reply(BASE + SECOND, 1, "answer", 5, 2),
                        MicroblogRows.repost(BASE + 2 * SECOND, 1, 5));

        assertThat(API.get("/2/users/1/tweets?exclude=replies,retweets").texts("/data", "id"))
                .isEqualTo(ids(0, 0));
        assertThat(API.get("/2/users/1/tweets?exclude=replies").texts("/data", "id"))
                .hasSize(2);
        assertThat(API.get("/2/users/1/tweets?exclude=likes").status()).isEqualTo(400);
    }

    @Test
    void onlyTheNewest3200CanBeReached() {
        posts(TimelineResource.DEPTH + 7);
        List<String> walked = new ArrayList<>();
        Reply page = API.get("/2/users/1/tweets?max_results=100");
        walked.addAll(page.texts("/data", "id"));
        while (page.body().at("/meta").has("next_token")) {
            page = page(page, "next_token", 100);
            walked.addAll(page.texts("/data", "id"));
        }
        assertThat(walked).hasSize(TimelineResource.DEPTH).endsWith(id(7));
    }

    @Test
    void anEmptyTimelineHasACountAndNoData() {
        assertThat(API.get("/2/users/1/tweets").body()).hasToString("{\"meta\":{\"result_count\":0}}");
    }

    @Test
    void unknownProtectedAndSuspendedUsersAreErrors() {
        posts(1);
        assertThat(API.get("/2/users/9/tweets").body().at("/errors/0/title").asText())
                .isEqualTo("Not Found Error");

        API.rows().execute("update microblog.users set protected = true where id = 1");
        Reply reply = API.get("/2/users/1/tweets");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().has("data")).isFalse();
        assertThat(reply.body().at("/errors/0/title").asText()).isEqualTo("Authorization Error");
    }

    @Test
    void aTokenIsGoodForItsOwnTimelineOnlyAndOnlyUnchanged() {
        posts(12);
        String token =
                API.get("/2/users/1/tweets").body().at("/meta/next_token").asText();

        assertThat(API.get("/2/users/2/tweets?pagination_token=" + token).status())
                .isEqualTo(400);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String altered = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(API.get("/2/users/1/tweets?pagination_token=" + altered).status())
                    .isEqualTo(400);
        }
        Reply refused = API.get("/2/users/1/tweets?pagination_token=%F0%9F%98%82%00garbage");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/parameters").has("pagination_token"))
                .isTrue();
    }

    @Test
    void anOutageIsA503() {
        API.database().goAway();
        assertThat(API.get("/2/users/1/tweets").status()).isEqualTo(503);
    }

    private Reply page(Reply from, String token, int size) {
        return API.get("/2/users/1/tweets?max_results=" + size + "&pagination_token="
                + from.body().at("/meta/" + token).asText());
    }

    private void posts(int count) {
        API.rows()
                .add(LongStream.range(0, count)
                        .mapToObj(TimelineResourceTest::post)
                        .toList());
    }

    private static Post post(long number) {
        return MicroblogRows.post(BASE + number * SECOND, 1, "post " + number);
    }

    private static String id(long number) {
        return Long.toString(BASE + number * SECOND);
    }

    private static String time(long number) {
        return Snowflakes.timeOf(BASE + number * SECOND).toString();
    }

    private static List<String> ids(int newest, int oldest) {
        List<String> ids = new ArrayList<>();
        for (int i = oldest; i <= newest; i++) {
            ids.add(id(i));
        }
        Collections.reverse(ids);
        return ids;
    }
}
