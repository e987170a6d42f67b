package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twitter.clientlib.ApiException;
import com.twitter.clientlib.TwitterCredentialsBearer;
import com.twitter.clientlib.api.TwitterApi;
import com.twitter.clientlib.model.AddOrDeleteRulesRequest;
import com.twitter.clientlib.model.AddOrDeleteRulesResponse;
import com.twitter.clientlib.model.AddRulesRequest;
import com.twitter.clientlib.model.ComplianceJob;
import com.twitter.clientlib.model.ComplianceJobStatus;
import com.twitter.clientlib.model.CreateComplianceJobRequest;
import com.twitter.clientlib.model.DeleteRulesRequest;
import com.twitter.clientlib.model.DeleteRulesRequestDelete;
import com.twitter.clientlib.model.FilteredStreamingTweetResponse;
import com.twitter.clientlib.model.Get2TweetsIdResponse;
import com.twitter.clientlib.model.Get2TweetsSearchRecentResponse;
import com.twitter.clientlib.model.Get2UsersByUsernameUsernameResponse;
import com.twitter.clientlib.model.Get2UsersIdTweetsResponse;
import com.twitter.clientlib.model.InvalidRuleProblem;
import com.twitter.clientlib.model.Problem;
import com.twitter.clientlib.model.RuleNoId;
import com.twitter.clientlib.model.Tweet;
import com.twitter.clientlib.model.UsageCapExceededProblem;
import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.writing.Draft;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The strictest existing client, unchanged but for base URL and token, finds everything as it expects. */
// The SDK marks almost everything nullable; a null here fails the test as it should.
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSdkIT {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private TestServer server;
    private SampleMicroblog sample;
    private Instant filled;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(
                clock,
                TestServer.shippedCatalogue()
                        .replaceFirst("posts: [0-9,]+ posts / month", "posts: 50 posts / month")
                        .replaceFirst("(?s)(  free:.*?GET /2/users/\\{id}: )[^\n]*", "$13 requests / 15 min"));
        filled = clock.instant();
        sample = SampleMicroblog.fill(server.jdbi(), filled);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aPostByIdComesWithItsExpansions() throws Exception {
        Get2TweetsIdResponse answer = api("premium")
                .tweets()
                .findTweetById(Long.toString(sample.quote()))
                .tweetFields(Set.of("created_at", "referenced_tweets", "public_metrics", "entities", "lang"))
                .expansions(Set.of("author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"))
                .execute();

        assertThat(answer.getErrors()).isNull();
        assertThat(answer.getData().getText()).isEqualTo("look at this");
        assertThat(answer.getData().getEditHistoryTweetIds()).containsExactly(Long.toString(sample.quote()));
        assertThat(answer.getData().getCreatedAt().toInstant()).isEqualTo(filled.minus(Duration.ofMinutes(49)));
        assertThat(answer.getIncludes().getUsers())
                .extracting(user -> user.getUsername())
                .containsExactlyInAnyOrder("alice", "bob");
        assertThat(answer.getIncludes().getTweets())
                .extracting(Tweet::getText)
                .containsExactly("Weir number 0 #water 👨‍👩‍👧 über");
    }

    @Test
    void everyFieldAndExpansionThatItKnowsMayBeAskedFor() throws Exception {
        Get2TweetsIdResponse answer = api("premium")
                .tweets()
                .findTweetById(Long.toString(sample.reply()))
                .tweetFields(
                        Set.of(("attachments,author_id,context_annotations,conversation_id,created_at,edit_controls,"
                                        + "edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,"
                                        + "non_public_metrics,organic_metrics,possibly_sensitive,promoted_metrics,"
                                        + "public_metrics,referenced_tweets,reply_settings,source,text,withheld")
                                .split(",")))
                .userFields(
                        Set.of(("created_at,description,entities,id,location,name,pinned_tweet_id,profile_image_url,"
                                        + "protected,public_metrics,url,username,verified,withheld")
                                .split(",")))
                .mediaFields(Set.of("alt_text", "duration_ms", "media_key", "public_metrics", "type", "url", "width"))
                .pollFields(Set.of("duration_minutes", "end_datetime", "id", "options", "voting_status"))
                .placeFields(Set.of("contained_within", "country", "full_name", "geo", "id", "name", "place_type"))
                .expansions(Set.of(("attachments.media_keys,attachments.poll_ids,author_id,edit_history_tweet_ids,"
                                + "entities.mentions.username,geo.place_id,in_reply_to_user_id,"
                                + "referenced_tweets.id,referenced_tweets.id.author_id")
                        .split(",")))
                .execute();

        assertThat(answer.getData().getInReplyToUserId()).isEqualTo("1001");
        assertThat(answer.getData().getConversationId()).isEqualTo(Long.toString(sample.alicePost(0)));
    }

    @Test
    void aMissingPostIsAPartialError() throws Exception {
        Get2TweetsIdResponse answer =
                api("premium").tweets().findTweetById("20").execute();

        assertThat(answer.getData()).isNull();
        assertThat(answer.getErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.getDetail()).contains("20"));
    }

    @Test
    void aUserIsFoundByName() throws Exception {
        Get2UsersByUsernameUsernameResponse answer = api("premium")
                .users()
                .findUserByUsername("Alice")
                .userFields(Set.of("created_at", "public_metrics", "verified"))
                .execute();

        assertThat(answer.getData().getId()).isEqualTo("1001");
        assertThat(answer.getData().getName()).isEqualTo("Alice 🌊");
        assertThat(answer.getData().getPublicMetrics().getTweetCount()).isEqualTo(SampleMicroblog.ALICE_POSTS);
    }

    @Test
    void searchGoesOverSeveralPagesWithoutGapOrRepetition() throws Exception {
        TwitterApi api = api("premium");
        List<String> found = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            var request =
                    api.tweets().tweetsRecentSearch("weir #water -is:retweet").maxResults(10);
            if (token != null) {
                request = request.nextToken(token);
            }
            Get2TweetsSearchRecentResponse page = request.execute();
            page.getData().forEach(post -> found.add(post.getId()));
            token = page.getMeta().getNextToken();
            pages++;
        } while (token != null);

        assertThat(pages).isGreaterThanOrEqualTo(3);
        assertThat(found).hasSize(SampleMicroblog.ALICE_POSTS).doesNotHaveDuplicates();
        assertThat(found).isSortedAccordingTo(Comparator.comparing(Long::parseLong, Comparator.reverseOrder()));
    }

    @Test
    void aTimelineIsReadToItsEnd() throws Exception {
        TwitterApi api = api("premium");
        Get2UsersIdTweetsResponse first =
                api.tweets().usersIdTweets("1001").maxResults(20).execute();
        Get2UsersIdTweetsResponse second = api.tweets()
                .usersIdTweets("1001")
                .maxResults(20)
                .paginationToken(first.getMeta().getNextToken())
                .execute();

        assertThat(first.getMeta().getResultCount()).isEqualTo(20);
        assertThat(second.getMeta().getResultCount()).isEqualTo(10);
        assertThat(second.getMeta().getNextToken()).isNull();
        assertThat(second.getMeta().getPreviousToken()).isNotNull();
    }

    @Test
    void aSpentWindowIsA429ThatItUnderstandsAndTheNextOneWorks() throws Exception {
        TwitterApi api = api("free");
        for (int i = 0; i < 3; i++) {
            api.users().findUserById("1001").execute();
        }

        assertThatThrownBy(() -> api.users().findUserById("1001").execute())
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(429);
                    assertThat(refused.getResponseHeaders().get("x-rate-limit-remaining"))
                            .containsExactly("0");
                    assertThat(refused.getResponseHeaders().get("x-rate-limit-reset"))
                            .containsExactly(Long.toString(
                                    clock.instant().plus(Duration.ofMinutes(15)).getEpochSecond()));
                });

        clock.advance(Duration.ofMinutes(15));
        assertThat(api.users().findUserById("1001").execute().getData().getUsername())
                .isEqualTo("alice");
    }

    @Test
    void aSpentMonthIsTheUsageCapThatItUnderstands() throws Exception {
        TwitterApi api = api("free");
        for (int i = 0; i < 2; i++) {
            api.tweets().usersIdTweets("1001").maxResults(25).execute();
        }

        assertThatThrownBy(
                        () -> api.tweets().usersIdTweets("1001").maxResults(5).execute())
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(429);
                    Problem problem = refused.getErrorObject().getProblem();
                    assertThat(problem).isInstanceOf(UsageCapExceededProblem.class);
                    assertThat(refused.getResponseHeaders().get("x-rate-limit-limit"))
                            .containsExactly("50");
                    assertThat(refused.getResponseHeaders().get("x-rate-limit-reset"))
                            .containsExactly(Long.toString(
                                    Instant.parse("2026-12-01T00:00:00Z").getEpochSecond()));
                });
    }

    @Test
    void aComplianceJobIsDoneFromEndToEnd() throws Exception {
        TwitterApi api = api("academic");
        ComplianceJob job = api.compliance()
                .createBatchComplianceJob(new CreateComplianceJobRequest()
                        .type(CreateComplianceJobRequest.TypeEnum.TWEETS)
                        .name("mine"))
                .execute()
                .getData();
        assertThat(job.getStatus()).isEqualTo(ComplianceJobStatus.CREATED);
        server.jdbi()
                .useHandle(handle ->
                        handle.execute("insert into microblog.deletions (post_id, author_id, deleted_at, reason)"
                                + " values (20, 1001, '2026-11-20T00:00:00Z', 'deleted')"));
        HttpClient http = HttpClient.newHttpClient();
        assertThat(http.send(
                                HttpRequest.newBuilder(job.getUploadUrl().toURI())
                                        .header("Content-Type", "text/plain")
                                        .PUT(HttpRequest.BodyPublishers.ofString("20\n" + sample.alicePost(0) + "\n"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        awaitComplete(Long.parseLong(job.getId()));
        ComplianceJob done =
                api.compliance().getBatchComplianceJob(job.getId()).execute().getData();

        assertThat(api.compliance().listBatchComplianceJobs("tweets").execute().getData())
                .extracting(ComplianceJob::getId)
                .contains(job.getId());
        assertThat(done.getStatus()).isEqualTo(ComplianceJobStatus.COMPLETE);
        assertThat(http.send(
                                HttpRequest.newBuilder(done.getDownloadUrl().toURI())
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("{\"id\":\"20\",\"action\":\"delete\",\"created_at\":\"2010-11-04T01:42:54.657Z\","
                        + "\"redacted_at\":\"2026-11-20T00:00:00.000Z\",\"reason\":\"deleted\"}\n");
    }

    @Test
    void aWrongKeyIsA401() {
        TwitterApi api = connect("weir_live_wrong");

        assertThatThrownBy(() -> api.tweets().findTweetById("20").execute())
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(401);
                    assertThat(refused.getErrorObject().getProblem().getTitle()).isEqualTo("Unauthorized");
                });
    }

    private void awaitComplete(long job) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        String status = "";
        while (!status.equals("complete") && System.nanoTime() < deadline) {
            status = server.jdbi()
                    .withHandle(
                            handle -> handle.createQuery("select status from platform.compliance_jobs where id = :id")
                                    .bind("id", job)
                                    .mapTo(String.class)
                                    .one());
        }
        assertThat(status).isEqualTo("complete");
    }

    @Test
    void rulesAreManagedAndTheStreamIsRead() throws Exception {
        TwitterApi api = api("premium");
        AddOrDeleteRulesResponse added = api.tweets()
                .addOrDeleteRules(new AddOrDeleteRulesRequest(new AddRulesRequest()
                        .addAddItem(new RuleNoId().value("turbine").tag("power"))
                        .addAddItem(new RuleNoId().value("dog ("))))
                .execute();
        assertThat(added.getMeta().getSummary().getRulesRequestSummaryOneOf().getCreated())
                .isEqualTo(1);
        assertThat(added.getErrors()).singleElement().isInstanceOf(InvalidRuleProblem.class);
        String rule = added.getData().get(0).getId();
        assertThat(api.tweets().getRules().execute().getData())
                .singleElement()
                .satisfies(kept -> assertThat(kept.getTag()).isEqualTo("power"));

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                api.tweets()
                        .searchStream()
                        .expansions(Set.of("author_id"))
                        .excludeInputFields()
                        .execute(),
                StandardCharsets.UTF_8))) {
            new Posting(server.jdbi(), new PostIds(server.jdbi(), clock, UUID.randomUUID()), new Feed(), clock)
                    .write(new Draft(SampleMicroblog.BOB, "a turbine 🌊", null, null, null), Optional.empty());
            FilteredStreamingTweetResponse post = FilteredStreamingTweetResponse.fromJson(
                    lines.lines().filter(line -> !line.isEmpty()).findFirst().orElseThrow());
            assertThat(post.getData().getText()).isEqualTo("a turbine 🌊");
            assertThat(post.getIncludes().getUsers().get(0).getUsername()).isEqualTo("bob");
            assertThat(post.getMatchingRules()).singleElement().satisfies(found -> {
                assertThat(found.getId()).isEqualTo(rule);
                assertThat(found.getTag()).isEqualTo("power");
            });
        }
        assertThat(api.tweets()
                        .addOrDeleteRules(new AddOrDeleteRulesRequest(
                                new DeleteRulesRequest().delete(new DeleteRulesRequestDelete().addIdsItem(rule))))
                        .execute()
                        .getMeta()
                        .getSummary()
                        .getRulesRequestSummaryOneOf1()
                        .getDeleted())
                .isEqualTo(1);
        assertThat(api.tweets().getRules().execute().getData()).isNull();
    }

    @Test
    void aStreamWithoutRulesIsAConflict() {
        // Of a stream that is refused the SDK keeps the status alone.
        assertThatThrownBy(() -> api("premium").tweets().searchStream().execute())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(409));
    }

    private TwitterApi api(String plan) {
        return connect(server.key(plan));
    }

    private TwitterApi connect(String key) {
        return JudgedStreams.connected(server, new TwitterApi(new TwitterCredentialsBearer(key)));
    }
}
