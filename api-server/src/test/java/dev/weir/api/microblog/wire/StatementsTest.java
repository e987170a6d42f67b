package dev.weir.api.microblog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
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
            + "in_reply_to_user_id,entities.mentions.username";

    /** The table. */
    enum Cost {
        POST(Endpoint.POST, size -> "/2/tweets/" + id(1) + "?" + EXPANSIONS),
        POSTS(Endpoint.POSTS, size -> "/2/tweets?ids=" + ids(size) + "&" + EXPANSIONS),
        USER(Endpoint.USER, size -> "/2/users/1?expansions=pinned_tweet_id"),
        USERS(Endpoint.USERS, size -> "/2/users?ids=" + numbers(size) + "&expansions=pinned_tweet_id"),
        USER_BY_USERNAME(Endpoint.USER_BY_USERNAME, size -> "/2/users/by/username/user1?expansions=pinned_tweet_id"),
        USERS_BY_USERNAMES(
                Endpoint.USERS_BY_USERNAMES,
                size -> "/2/users/by?usernames=" + names(size) + "&expansions=pinned_tweet_id"),
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
        USAGE(Endpoint.USAGE, size -> "/2/usage/tweets?usage.fields=daily_project_usage&days=" + Math.min(size, 90));

        private final Endpoint endpoint;
        private final Request request;

        Cost(Endpoint endpoint, Request request) {
            this.endpoint = endpoint;
            this.request = request;
        }
    }

    @com.google.errorprone.annotations.Immutable
    private interface Request {
        String of(int size);
    }

    private static final DataApi API = new DataApi();

    @BeforeAll
    static void hundredPostsThatReferToEachOther() {
        Instant created = Instant.parse("2020-01-02T03:04:05Z");
        API.rows()
                .add(LongStream.rangeClosed(1, 100)
                        .mapToObj(n -> new User(
                                n, "user" + n, "User", created, null, null, null, null, false, false, false, id(n)))
                        .toArray(User[]::new));
        API.rows()
                .add(LongStream.rangeClosed(1, 100)
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
                                "{\"mentions\":[{\"start\":5,\"end\":11,\"username\":\"user" + n + "\"}]}"))
                        .toList());
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
