package dev.weir.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.UserCounts;
import dev.weir.api.microblog.wire.DataApi;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UsersResourceTest {

    private static final String ALL_FIELDS = "affiliation,confirmed_email,connection_status,created_at,description,"
            + "entities,id,is_identity_verified,location,most_recent_tweet_id,name,parody,pinned_tweet_id,"
            + "profile_banner_url,profile_image_url,protected,public_metrics,receives_your_dm,subscription,"
            + "subscription_type,url,username,verified,verified_followers_count,verified_type,withheld";

    private static final DataApi API = new DataApi();

    @BeforeEach
    void users() {
        API.clear();
        Instant created = Instant.parse("2020-01-02T03:04:05.678Z");
        API.rows()
                .add(
                        new User(
                                1,
                                "Ann",
                                "Änn",
                                created,
                                "bio",
                                "here",
                                "http://u",
                                "http://p",
                                true,
                                false,
                                false,
                                10L),
                        MicroblogRows.user(2, "bob"),
                        new User(3, "cyd", "Cyd", created, null, null, null, null, false, true, false, 11L),
                        new User(4, "dan", "Dan", created, null, null, null, null, false, false, true, null));
        API.rows().add(MicroblogRows.post(10, 1, "pinned"), MicroblogRows.post(11, 3, "hidden"));
        API.rows().counts(1, new UserCounts(1, 2, 3, 4, 5));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void aUserHasTheStandardFieldsOnly() {
        Reply reply = API.get("/2/users/1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).hasToString("{\"data\":{\"id\":\"1\",\"name\":\"Änn\",\"username\":\"Ann\"}}");
    }

    @Test
    void everyStoredFieldCanBeAskedForAndTheOthersAreLeftOut() {
        assertThat(API.get("/2/users/1?user.fields=" + ALL_FIELDS).body().path("data"))
                .hasToString(
                        "{\"id\":\"1\",\"name\":\"Änn\",\"username\":\"Ann\",\"created_at\":\"2020-01-02T03:04:05.678Z\","
                                + "\"description\":\"bio\",\"location\":\"here\",\"url\":\"http://u\","
                                + "\"profile_image_url\":\"http://p\",\"entities\":{\"url\":{\"urls\":[{\"start\":0,\"end\":8,"
                                + "\"url\":\"http://u\",\"expanded_url\":\"http://u\",\"display_url\":\"u\"}]}},"
                                + "\"pinned_tweet_id\":\"10\",\"most_recent_tweet_id\":\"10\",\"protected\":false,"
                                + "\"verified\":true,\"public_metrics\":{\"followers_count\":1,\"following_count\":2,"
                                + "\"tweet_count\":3,\"listed_count\":4,\"like_count\":5}}");
        assertThat(API.get("/2/users/2?user.fields=" + ALL_FIELDS)
                        .body()
                        .path("data")
                        .has("description"))
                .as("what is not known is left out, never null")
                .isFalse();
    }

    @Test
    void entitiesOfTheDescriptionAndTheBannerAreShown() {
        API.rows()
                .add(new User(
                        5,
                        "eve",
                        "Eve",
                        Instant.EPOCH,
                        "with @ann #tea",
                        null,
                        null,
                        null,
                        false,
                        false,
                        false,
                        null,
                        "http://banner",
                        null));
        Reply reply = API.get("/2/users/5?user.fields=entities,profile_banner_url,most_recent_tweet_id");

        assertThat(reply.body().at("/data/entities/description"))
                .hasToString("{\"hashtags\":[{\"start\":10,\"end\":14,\"tag\":\"tea\"}],"
                        + "\"mentions\":[{\"start\":5,\"end\":9,\"username\":\"ann\"}]}");
        assertThat(reply.body().at("/data/profile_banner_url").asText()).isEqualTo("http://banner");
        assertThat(reply.body().at("/data").has("most_recent_tweet_id")).isFalse();
    }

    @Test
    void theMostRecentPostIsShownUnlessItsAuthorIsProtected() {
        API.rows().add(MicroblogRows.post(12, 1, "newer"), MicroblogRows.post(13, 3, "newer, hidden"));
        Reply reply = API.get("/2/users?ids=1,2,3&expansions=most_recent_tweet_id,pinned_tweet_id");

        assertThat(reply.texts("/data", "most_recent_tweet_id")).containsExactly("12", "", "");
        assertThat(reply.texts("/includes/tweets", "id")).containsExactlyInAnyOrder("10", "12");
    }

    @Test
    void aNameIsFoundWhateverItsCase() {
        assertThat(API.get("/2/users/by/username/aNN").body().at("/data/id").asText())
                .isEqualTo("1");
        assertThat(API.get("/2/users/by?usernames=BOB,ann,Bob,zoe").texts("/data", "id"))
                .containsExactly("2", "1");
    }

    @Test
    void missingAndSuspendedUsersAreErrors() {
        Reply batch = API.get("/2/users?ids=9,4,2");
        assertThat(batch.texts("/data", "id")).containsExactly("2");
        assertThat(batch.texts("/errors", "title")).containsExactly("Not Found Error", "Authorization Error");
        assertThat(batch.texts("/errors", "parameter")).containsOnly("ids");

        Reply single = API.get("/2/users/by/username/zoe");
        assertThat(single.status()).isEqualTo(200);
        assertThat(single.body().has("data")).isFalse();
        assertThat(single.body().at("/errors/0/detail").asText())
                .isEqualTo("Could not find user with username: [zoe].");
    }

    @Test
    void theProfileOfAProtectedUserIsShownButNotThePinnedPost() {
        Reply reply = API.get("/2/users?ids=1,3&expansions=pinned_tweet_id&tweet.fields=lang");

        assertThat(reply.texts("/data", "pinned_tweet_id")).containsExactly("10", "11");
        assertThat(reply.texts("/includes/tweets", "id")).containsExactly("10");
        assertThat(reply.texts("/includes/tweets", "lang")).containsExactly("en");
        assertThat(reply.texts("/errors", "section")).containsExactly("includes");
        assertThat(reply.body().toString()).doesNotContain("hidden");
    }

    @Test
    void anOutageIsA503() {
        API.database().goAway();
        assertThat(API.get("/2/users/by?usernames=ann").status()).isEqualTo(503);
    }
}
