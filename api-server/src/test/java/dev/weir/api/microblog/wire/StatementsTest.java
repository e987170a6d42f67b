package dev.weir.api.microblog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.User;
import java.time.Instant;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether every endpoint costs the SQL statements that it declares ({@link Endpoint#statements}): the same for the smallest
 * page and the largest, with all expansions and nothing cached. The reads of the microblog are in the table; an endpoint
 * that is neither there nor counted by a test of its own ({@link CountsStatements}) fails.
 */
final class StatementsTest {

    private static final String EXPANSIONS = "expansions=author_id,referenced_tweets.id,referenced_tweets.id.author_id,"
            + "in_reply_to_user_id,entities.mentions.username,attachments.media_keys,attachments.poll_ids,"
            + "referenced_tweets.id.attachments.media_keys,edit_history_tweet_ids";
    private static final String OF_USERS = "expansions=pinned_tweet_id,most_recent_tweet_id";

    /** The table. */
    enum Cost {
        POST(Endpoint.POST, size -> "/2/tweets/" + id(1) + "?" + EXPANSIONS),
        POSTS(Endpoint.POSTS, size -> "/2/tweets?ids=" + ids(size) + "&" + EXPANSIONS),
        USER(Endpoint.USER, size -> "/2/users/1?" + OF_USERS),
        USERS(Endpoint.USERS, size -> "/2/users?ids=" + numbers(size) + "&" + OF_USERS),
        USER_BY_USERNAME(Endpoint.USER_BY_USERNAME, size -> "/2/users/by/username/user1?" + OF_USERS),
        USERS_BY_USERNAMES(
                Endpoint.USERS_BY_USERNAMES, size -> "/2/users/by?usernames=" + names(size) + "&" + OF_USERS),
        USER_POSTS(
                Endpoint.USER_POSTS, size -> "/2/users/1/tweets?max_results=" + Math.max(5, size) + "&" + EXPANSIONS),
        SEARCH(
                Endpoint.SEARCH_RECENT,
                size -> "/2/tweets/search/recent?query=word%20from:user1&max_results=" + Math.max(10, size) + "&"
                        + EXPANSIONS),
        SEARCH_BY_RELEVANCY(
                Endpoint.SEARCH_RECENT,
                size -> "/2/tweets/search/recent?query=word%20from:user1&sort_order=relevancy&max_results="
                        + Math.max(10, size) + "&" + EXPANSIONS),
        MENTIONS(Endpoint.MENTIONS, size -> "/2/users/2/mentions?max_results=" + Math.max(5, size) + "&" + EXPANSIONS),
        HOME(
                Endpoint.HOME,
                size -> "/2/users/1/timelines/reverse_chronological?until_id=" + id(101) + "&max_results=" + size + "&"
                        + EXPANSIONS),
        LIKED_POSTS(
                Endpoint.LIKED_POSTS,
                size -> "/2/users/1/liked_tweets?max_results=" + Math.max(5, size) + "&" + EXPANSIONS),
        FOLLOWERS(Endpoint.FOLLOWERS, size -> "/2/users/1/followers?max_results=" + size + "&" + OF_USERS),
        FOLLOWING(Endpoint.FOLLOWING, size -> "/2/users/1/following?max_results=" + size + "&" + OF_USERS),
        USERS_SEARCH(Endpoint.USERS_SEARCH, size -> "/2/users/search?query=user&max_results=" + size + "&" + OF_USERS),
        QUOTES(
                Endpoint.QUOTES,
                size -> "/2/tweets/" + id(1) + "/quote_tweets?max_results=" + Math.max(10, size) + "&" + EXPANSIONS),
        REPOSTERS(
                Endpoint.REPOSTERS,
                size -> "/2/tweets/" + id(1) + "/retweeted_by?max_results=" + size + "&" + OF_USERS),
        LIKERS(Endpoint.LIKERS, size -> "/2/tweets/" + id(1) + "/liking_users?max_results=" + size + "&" + OF_USERS),
        SEARCH_ALL(
                Endpoint.SEARCH_ALL,
                size -> "/2/tweets/search/all?query=word%20from:user1&max_results=" + Math.max(10, size) + "&"
                        + EXPANSIONS),
        COUNTS_RECENT(
                Endpoint.COUNTS_RECENT,
                size -> "/2/tweets/counts/recent?query=word%20from:user1&granularity="
                        + (size == 1 ? "day" : "minute")),
        COUNTS_ALL(
                Endpoint.COUNTS_ALL,
                size -> "/2/tweets/counts/all?query=word%20from:user1&granularity=" + (size == 1 ? "day" : "hour")),
        USAGE(Endpoint.USAGE, size -> "/2/usage/tweets?usage.fields=daily_project_usage&days=" + Math.min(size, 90));

        private final Endpoint endpoint;
        private final Request request;

        Cost(Endpoint endpoint, Request request) {
            this.endpoint = endpoint;
            this.request = request;
        }

        Endpoint endpoint() {
            return endpoint;
        }

        String request(int size) {
            return request.of(size);
        }
    }

    @com.google.errorprone.annotations.Immutable
    private interface Request {
        String of(int size);
    }

    private static final DataApi API = new DataApi();

    @BeforeAll
    static void fill() {
        API.actFor(1);
        fill(API.rows());
    }

    /** A hundred users; a hundred posts that refer to each other, with attachments; and what else the table asks for. */
    static void fill(MicroblogRows rows) {
        Instant created = Instant.parse("2020-01-02T03:04:05Z");
        rows.add(LongStream.rangeClosed(1, 100)
                .mapToObj(n ->
                        new User(n, "user" + n, "User", created, null, null, null, null, false, false, false, id(n)))
                .toArray(User[]::new));
        rows.add(LongStream.rangeClosed(1, 100)
                .mapToObj(n -> new Post(
                        id(n),
                        1,
                        Snowflakes.timeOf(id(n)),
                        "word @user" + n,
                        "en",
                        id(n),
                        id(n % 100 + 1),
                        n,
                        id((n + 50) % 100 + 1),
                        null,
                        false,
                        null,
                        "{\"mentions\":[{\"start\":5,\"end\":11,\"username\":\"user" + n + "\"}]}",
                        "{\"media_keys\":[\"3_" + n + "\"],\"poll_ids\":[\"" + n + "\"]}"))
                .toList());
        rows.add(LongStream.rangeClosed(1, 100)
                .mapToObj(n -> MicroblogRows.repost(id(100 + n), n, id(1)))
                .toList());
        rows.add(MicroblogRows.reply(id(201), 3, "@user2 yes", id(2), 2));
        rows.execute("insert into microblog.likes select u.id, p.id, now() from microblog.users u,"
                + " microblog.posts p where u.id = 1 and p.id <= " + id(100) + " or p.id = " + id(1));
        rows.execute("insert into microblog.follows select a.id, b.id, now() from microblog.users a,"
                + " microblog.users b where a.id <> b.id and (a.id = 1 or b.id = 1)");
        rows.execute("insert into microblog.media (media_key, type, url)"
                + " select '3_' || n, 'photo', 'https://img.example/' || n from generate_series(1, 100) n");
        rows.execute("insert into microblog.polls (id, options) select n, '[]' from generate_series(1, 100) n");
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @EnumSource
    void costsTheSameAtAnyPageSize(Cost cost) {
        assertThat(statements(cost.request.of(1))).as("smallest page").isEqualTo(cost.endpoint.statements());
        assertThat(statements(cost.request.of(100))).as("largest page").isEqualTo(cost.endpoint.statements());
    }

    @Test
    void everyEndpointIsCounted() {
        EnumSet<Endpoint> uncounted = EnumSet.allOf(Endpoint.class);
        Stream.of(Cost.values()).forEach(cost -> uncounted.remove(cost.endpoint));
        new ClassFileImporter()
                .importPackages("dev.weir.api").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(CountsStatements.class))
                        .flatMap(method -> Stream.of(method.getAnnotationOfType(CountsStatements.class)
                                .value()))
                        .forEach(uncounted::remove);

        assertThat(uncounted)
                .as(
                        "endpoints whose statements no test counts: add them to the table, or mark a test @CountsStatements")
                .isEmpty();
    }

    private static long statements(String request) {
        long before = API.statements();
        DataApi.Reply reply = API.get(request);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        assertThat(reply.body().has("data")).isTrue();
        assertThat(reply.body().has("includes")).as("something to expand").isEqualTo(request.contains("expansions="));
        return API.statements() - before;
    }

    private static long id(long number) {
        return Snowflakes.at(DataApi.NOW.minusSeconds(3_600), 0) + number;
    }

    private static String ids(int size) {
        return LongStream.rangeClosed(1, size)
                .mapToObj(n -> Long.toString(id(n)))
                .collect(Collectors.joining(","));
    }

    private static String numbers(int size) {
        return LongStream.rangeClosed(1, size).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    private static String names(int size) {
        return LongStream.rangeClosed(1, size).mapToObj(n -> "user" + n).collect(Collectors.joining(","));
    }
}
