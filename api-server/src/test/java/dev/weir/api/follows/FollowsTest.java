package dev.weir.api.follows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FollowsTest {

    private static final DataApi API = new DataApi();

    @BeforeEach
    void usersWhoFollow() {
        API.clear();
        API.rows()
                .add(
                        MicroblogRows.user(1, "ann"),
                        MicroblogRows.user(2, "bob"),
                        MicroblogRows.user(3, "cyd"),
                        MicroblogRows.user(4, "dan"));
        API.rows().add(MicroblogRows.post(30, 3, "pinned"));
        API.rows().execute("update microblog.users set pinned_post_id = 30 where id = 3");
        API.rows()
                .execute("insert into microblog.follows values (2, 1, '2026-01-01'), (3, 1, '2026-01-02'),"
                        + " (4, 1, '2026-01-03'), (1, 3, '2026-01-04')");
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void followersAreTheLastFirst() {
        Reply reply = API.get("/2/users/1/followers?user.fields=created_at&expansions=pinned_tweet_id");

        assertThat(reply.texts("/data", "username")).containsExactly("dan", "cyd", "bob");
        assertThat(reply.texts("/includes/tweets", "text")).containsExactly("pinned");
        assertThat(reply.body().at("/meta")).hasToString("{\"result_count\":3}");
    }

    @Test
    void followingIsTheOtherDirection() {
        assertThat(API.get("/2/users/1/following").texts("/data", "id")).containsExactly("3");
        assertThat(API.get("/2/users/2/following").texts("/data", "id")).containsExactly("1");
    }

    @Test
    void whomAProtectedOrSuspendedUserFollowsIsNotPublic() {
        API.rows().execute("update microblog.users set protected = true where id = 2");
        API.rows().execute("update microblog.users set suspended = true where id = 3");

        assertThat(API.get("/2/users/1/followers").texts("/data", "id")).containsExactly("4");
        assertThat(API.get("/2/users/2/following").body().at("/errors/0/title").asText())
                .isEqualTo("Authorization Error");
    }

    @Test
    void aProtectedUserSeesTheirOwnLists() {
        API.rows().execute("update microblog.users set protected = true where id = 2");

        API.actFor(2);
        assertThat(API.get("/2/users/2/following").texts("/data", "id")).containsExactly("1");
        API.actFor(1);
        assertThat(API.get("/2/users/2/following").body().has("data")).isFalse();
    }
}
