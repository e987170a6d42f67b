package dev.weir.api.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MentionsResourceTest {

    private static final DataApi API = new DataApi();

    @BeforeEach
    void users() {
        API.clear();
        API.rows().add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"), MicroblogRows.user(3, "cyd"));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void mentionsAndAnswersOfOthersAreThereNewestFirst() {
        API.rows()
                .add(
                        MicroblogRows.post(10, 1, "I, @ann"),
                        MicroblogRows.post(11, 2, "hello @ANN"),
                        MicroblogRows.post(12, 2, "hello @annabel"),
                        MicroblogRows.reply(13, 2, "without a name", 10, 1),
                        MicroblogRows.reply(14, 3, "@ann with a name", 10, 1),
                        MicroblogRows.repost(15, 2, 10));
        Reply reply = API.get("/2/users/1/mentions");

        assertThat(reply.texts("/data", "id")).containsExactly("14", "13", "11");
        assertThat(reply.body().at("/meta/oldest_id").asText()).isEqualTo("11");
        assertThat(API.get("/2/users/1/mentions?since_id=11&until_id=14").texts("/data", "id"))
                .containsExactly("13");
    }

    @Test
    void hiddenAuthorsAreLeftOut() {
        API.rows().add(MicroblogRows.post(11, 2, "@ann"), MicroblogRows.post(12, 3, "@ann"));
        API.rows().execute("update microblog.users set protected = true where id = 2");

        assertThat(API.get("/2/users/1/mentions").texts("/data", "id")).containsExactly("12");
    }

    @Test
    void onlyTheNewest800CanBeReached() {
        API.rows()
                .add(LongStream.rangeClosed(1, MentionsResource.DEPTH + 5)
                        .mapToObj(n -> MicroblogRows.post(100 + n, 2, "@ann"))
                        .toList());

        assertThat(API.get("/2/users/1/mentions?max_results=100&until_id=108").texts("/data", "id"))
                .containsExactly("107", "106");
    }
}
