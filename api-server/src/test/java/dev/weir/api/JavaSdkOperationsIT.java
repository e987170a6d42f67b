package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.twitter.clientlib.ApiException;
import com.twitter.clientlib.TwitterCredentialsBearer;
import com.twitter.clientlib.TwitterCredentialsOAuth2;
import com.twitter.clientlib.api.BookmarksApi;
import com.twitter.clientlib.api.ComplianceApi;
import com.twitter.clientlib.api.GeneralApi;
import com.twitter.clientlib.api.ListsApi;
import com.twitter.clientlib.api.SpacesApi;
import com.twitter.clientlib.api.TweetsApi;
import com.twitter.clientlib.api.TwitterApi;
import com.twitter.clientlib.api.UsersApi;
import com.twitter.clientlib.model.AddOrDeleteRulesRequest;
import com.twitter.clientlib.model.AddOrDeleteRulesResponse;
import com.twitter.clientlib.model.AddRulesRequest;
import com.twitter.clientlib.model.CreateComplianceJobRequest;
import com.twitter.clientlib.model.CreateComplianceJobResponse;
import com.twitter.clientlib.model.RuleNoId;
import com.twitter.clientlib.model.StreamingTweetResponse;
import com.twitter.clientlib.model.TweetCreateRequest;
import com.twitter.clientlib.model.UsersFollowingCreateRequest;
import com.twitter.clientlib.model.UsersLikesCreateRequest;
import com.twitter.clientlib.model.UsersRetweetsCreateRequest;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.feed.Feed;
import dev.weir.api.keys.NewKey;
import dev.weir.api.microblog.writing.Draft;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation of the Java SDK that this server serves, called through the SDK as it is, and the page that lists them
 * all: {@code docs/guides/java-sdk.md}.
 */
// The SDK marks almost everything nullable; a null here fails the test as it should.
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSdkOperationsIT {

    private static final String PASSES = "passes";

    private static final Map<String, Class<?>> APIS = Map.of(
            "bookmarks", BookmarksApi.class,
            "compliance", ComplianceApi.class,
            "general", GeneralApi.class,
            "lists", ListsApi.class,
            "spaces", SpacesApi.class,
            "tweets", TweetsApi.class,
            "users", UsersApi.class);

    /** A call through the SDK; whatever it cannot parse, it throws. */
    @com.google.errorprone.annotations.Immutable
    private interface Call {
        Object of(TwitterApi api, SampleMicroblog sample) throws ApiException;
    }

    /** The operations that are served, each with one call of it; those with {@code true} act for a user. */
    enum Served {
        TWEETS_FIND_TWEET_BY_ID(
                false,
                (api, sample) ->
                        api.tweets().findTweetById(id(sample.reply())).execute().getData()),
        TWEETS_FIND_TWEETS_BY_ID(
                false,
                (api, sample) -> api.tweets()
                        .findTweetsById(List.of(id(sample.reply()), id(sample.quote()), "20"))
                        .execute()
                        .getData()),
        TWEETS_TWEETS_RECENT_SEARCH(
                false,
                (api, sample) ->
                        api.tweets().tweetsRecentSearch("weir").execute().getData()),
        TWEETS_USERS_ID_TWEETS(
                false,
                (api, sample) -> api.tweets().usersIdTweets("1001").execute().getData()),
        USERS_FIND_USER_BY_ID(
                false,
                (api, sample) -> api.users().findUserById("1001").execute().getData()),
        USERS_FIND_USERS_BY_ID(
                false,
                (api, sample) -> api.users()
                        .findUsersById(List.of("1001", "1002"))
                        .execute()
                        .getData()),
        USERS_FIND_USER_BY_USERNAME(
                false,
                (api, sample) ->
                        api.users().findUserByUsername("alice").execute().getData()),
        USERS_FIND_USERS_BY_USERNAME(
                false,
                (api, sample) -> api.users()
                        .findUsersByUsername(List.of("alice", "bob"))
                        .execute()
                        .getData()),
        USERS_FIND_MY_USER(
                true, (api, sample) -> api.users().findMyUser().execute().getData()),
        TWEETS_CREATE_TWEET(
                true,
                (api, sample) -> api.tweets()
                        .createTweet(new TweetCreateRequest().text("what a fine weir"))
                        .execute()
                        .getData()),
        TWEETS_DELETE_TWEET_BY_ID(
                true,
                (api, sample) -> api.tweets()
                        .deleteTweetById(id(sample.alicePost(29)))
                        .execute()
                        .getData()),
        TWEETS_USERS_ID_LIKE(
                true,
                (api, sample) -> api.tweets()
                        .usersIdLike("1001")
                        .usersLikesCreateRequest(new UsersLikesCreateRequest().tweetId(id(sample.reply())))
                        .execute()
                        .getData()),
        TWEETS_USERS_ID_UNLIKE(
                true,
                (api, sample) -> api.tweets()
                        .usersIdUnlike("1001", id(sample.quote()))
                        .execute()
                        .getData()),
        TWEETS_USERS_ID_RETWEETS(
                true,
                (api, sample) -> api.tweets()
                        .usersIdRetweets("1001")
                        .usersRetweetsCreateRequest(new UsersRetweetsCreateRequest().tweetId(id(sample.reply())))
                        .execute()
                        .getData()),
        TWEETS_USERS_ID_UNRETWEETS(
                true,
                (api, sample) -> api.tweets()
                        .usersIdUnretweets("1001", id(sample.quote()))
                        .execute()
                        .getData()),
        USERS_USERS_ID_FOLLOW(
                true,
                (api, sample) -> api.users()
                        .usersIdFollow("1001")
                        .usersFollowingCreateRequest(new UsersFollowingCreateRequest().targetUserId("1002"))
                        .execute()
                        .getData()),
        USERS_USERS_ID_UNFOLLOW(
                true,
                (api, sample) ->
                        api.users().usersIdUnfollow("1001", "1002").execute().getData()),
        TWEETS_FIND_TWEETS_THAT_QUOTE_A_TWEET(
                false,
                (api, sample) -> api.tweets()
                        .findTweetsThatQuoteATweet(id(sample.alicePost(0)))
                        .execute()
                        .getMeta()),
        TWEETS_USERS_ID_MENTIONS(
                false,
                (api, sample) -> api.tweets().usersIdMentions("1001").execute().getMeta()),
        TWEETS_USERS_ID_LIKED_TWEETS(
                true,
                (api, sample) ->
                        api.tweets().usersIdLikedTweets("1001").execute().getMeta()),
        USERS_TWEETS_ID_LIKING_USERS(
                true,
                (api, sample) -> api.users()
                        .tweetsIdLikingUsers(id(sample.reply()))
                        .execute()
                        .getMeta()),
        USERS_TWEETS_ID_RETWEETING_USERS(
                false,
                (api, sample) -> api.users()
                        .tweetsIdRetweetingUsers(id(sample.alicePost(0)))
                        .execute()
                        .getMeta()),
        USERS_USERS_ID_FOLLOWERS(
                false,
                (api, sample) -> api.users().usersIdFollowers("1001").execute().getMeta()),
        USERS_USERS_ID_FOLLOWING(
                false,
                (api, sample) -> api.users().usersIdFollowing("1001").execute().getMeta()),
        TWEETS_USERS_ID_TIMELINE(
                true,
                (api, sample) -> api.tweets().usersIdTimeline("1001").execute().getMeta()),
        COMPLIANCE_CREATE_BATCH_COMPLIANCE_JOB(
                false, (api, sample) -> newJob(api).getData()),
        COMPLIANCE_GET_BATCH_COMPLIANCE_JOB(
                false,
                (api, sample) -> api.compliance()
                        .getBatchComplianceJob(newJob(api).getData().getId())
                        .execute()
                        .getData()),
        COMPLIANCE_LIST_BATCH_COMPLIANCE_JOBS(
                false,
                (api, sample) -> api.compliance()
                        .listBatchComplianceJobs("tweets")
                        .execute()
                        .getMeta()),
        TWEETS_TWEETS_FULLARCHIVE_SEARCH(
                false,
                (api, sample) ->
                        api.tweets().tweetsFullarchiveSearch("weir").execute().getData()),
        TWEETS_TWEET_COUNTS_RECENT_SEARCH(
                false,
                (api, sample) ->
                        api.tweets().tweetCountsRecentSearch("weir").execute().getData()),
        TWEETS_TWEET_COUNTS_FULL_ARCHIVE_SEARCH(
                false,
                (api, sample) -> api.tweets()
                        .tweetCountsFullArchiveSearch("weir")
                        .execute()
                        .getData()),
        TWEETS_ADD_OR_DELETE_RULES(
                false, (api, sample) -> newRule(api, "a rule").getData()),
        TWEETS_GET_RULES(false, (api, sample) -> {
            newRule(api, "a rule to list");
            return api.tweets().getRules().execute().getData();
        }),
        TWEETS_SEARCH_STREAM(false, (api, sample) -> {
            newRule(api, "a rule to match");
            return opened(api.tweets().searchStream().execute());
        }),
        TWEETS_SAMPLE_STREAM(
                false, (api, sample) -> opened(api.tweets().sampleStream().execute())),
        GENERAL_GET_OPEN_API_SPEC(
                false, (api, sample) -> api.general().getOpenApiSpec().execute());

        private final boolean forUser;
        private final Call call;

        Served(boolean forUser, Call call) {
            this.forUser = forUser;
            this.call = call;
        }

        /** As the page names it. */
        private String row() {
            int api = name().indexOf('_');
            return name().substring(0, api).toLowerCase(Locale.ROOT) + "."
                    + name().substring(api).replace("_", "").toLowerCase(Locale.ROOT);
        }
    }

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private TestServer server;
    private SampleMicroblog sample;
    private TwitterApi forApp;
    private TwitterApi forUser;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
        forApp = JudgedStreams.connected(
                server, new TwitterApi(new TwitterCredentialsBearer(server.key("first-party"))));
        String userKey =
                server.key(NewKey.live(server.app("first-party"), Set.of()).actingFor(SampleMicroblog.ALICE));
        forUser = JudgedStreams.connected(
                server, new TwitterApi(new TwitterCredentialsOAuth2("client", "secret", userKey, "none", false)));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void isUnderstoodByTheSdk(Served operation) throws Exception {
        assertThat(operation.call.of(operation.forUser ? forUser : forApp, sample))
                .isNotNull();
    }

    @Test
    void aLineOfTheSampleStreamIsUnderstoodByTheSdk() throws Exception {
        try (InputStream stream = forApp.tweets().sampleStream().execute()) {
            var line = CompletableFuture.supplyAsync(
                    () -> new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                            .lines()
                            .filter(text -> !text.isEmpty())
                            .findFirst()
                            .orElseThrow());
            // One post in a hundred is in the sample.
            Posting posting =
                    new Posting(server.jdbi(), new PostIds(server.jdbi(), clock, new UUID(0, 1)), new Feed(), clock);
            for (int i = 0; i < 2_000 && !line.isDone(); i++) {
                posting.write(new Draft(SampleMicroblog.BOB, "drop " + i, null, null, null), Optional.empty());
            }
            assertThat(StreamingTweetResponse.fromJson(line.get(20, TimeUnit.SECONDS))
                            .getData()
                            .getText())
                    .startsWith("drop ");
        }
    }

    @Test
    void thePageListsEveryOperationOfTheSdk() throws IOException {
        Set<String> operations = new TreeSet<>();
        APIS.forEach((name, api) -> Arrays.stream(api.getMethods())
                .filter(method -> method.getReturnType().getSimpleName().matches("API.*Request"))
                .forEach(method -> operations.add(name + "." + method.getName())));
        assertThat(operations).as("the search itself").hasSizeGreaterThan(70);

        assertThat(page().keySet()).containsExactlyElementsOf(operations);
    }

    @Test
    void whatThePageSaysPassesIsWhatIsCalledHere() throws IOException {
        assertThat(page().entrySet().stream()
                        .filter(row -> row.getValue().get(2).equals(PASSES))
                        .map(row -> row.getKey().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Served.values()).map(Served::row).toList());
    }

    @Test
    void everyEndpointThatTheSdkKnowsIsCalledHere() throws IOException {
        Map<String, List<String>> page = page();
        Set<String> passing = page.values().stream()
                .filter(row -> row.get(2).equals(PASSES))
                .map(row -> row.get(1))
                .collect(Collectors.toSet());
        Set<String> served = page.values().stream()
                .map(row -> row.get(1))
                .filter(Endpoint.ids()::contains)
                .collect(Collectors.toSet());

        assertThat(passing).containsAll(served);
        assertThat(Endpoint.ids()).as("what passes is served").containsAll(without(passing, "GET /2/openapi.json"));
    }

    private static Set<String> without(Set<String> all, String one) {
        Set<String> rest = new TreeSet<>(all);
        rest.remove(one);
        return rest;
    }

    /** The rows of the page's table by their first cell. */
    private static Map<String, List<String>> page() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "guides", "java-sdk.md"))) {
            if (line.startsWith("| `")) {
                List<String> cells = Arrays.stream(line.split("\\|"))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList();
                rows.put(cells.get(1), cells.subList(1, cells.size()));
            }
        }
        return rows;
    }

    private static AddOrDeleteRulesResponse newRule(TwitterApi api, String value) throws ApiException {
        return api.tweets()
                .addOrDeleteRules(
                        new AddOrDeleteRulesRequest(new AddRulesRequest().addAddItem(new RuleNoId().value(value))))
                .execute();
    }

    /** Tells that a stream was opened, and closes it. */
    private static boolean opened(InputStream stream) {
        try (stream) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CreateComplianceJobResponse newJob(TwitterApi api) throws ApiException {
        return api.compliance()
                .createBatchComplianceJob(
                        new CreateComplianceJobRequest().type(CreateComplianceJobRequest.TypeEnum.TWEETS))
                .execute();
    }

    private static String id(long id) {
        return Long.toString(id);
    }
}
