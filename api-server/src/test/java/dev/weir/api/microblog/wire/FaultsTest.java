package dev.weir.api.microblog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.microblog.CachedMicroblog;
import dev.weir.api.microblog.SqlChanges;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever statement of an endpoint fails: the answer is a 503, or the one of before, marked as old. Never a 404, an empty
 * page or half an answer, which would say that something does not exist.
 */
final class FaultsTest {

    /** Nothing is fresh, so every read goes to the database; what it gave is kept for when it does not. */
    private static final CachedMicroblog.Terms TERMS =
            new CachedMicroblog.Terms(10_000, Duration.ZERO, Duration.ofMinutes(15), Duration.ZERO);

    private static final DataApi FORGETFUL = new DataApi();
    private static final DataApi REMEMBERING = new DataApi((jdbi, recall) -> new CachedMicroblog(
            new SqlMicroblog(jdbi), new SqlChanges(jdbi, System::nanoTime), TERMS, System::nanoTime, recall));

    @BeforeAll
    static void fill() {
        FORGETFUL.actFor(1);
        REMEMBERING.actFor(1);
        StatementsTest.fill(FORGETFUL.rows());
        StatementsTest.fill(REMEMBERING.rows());
    }

    @AfterAll
    static void stop() {
        FORGETFUL.close();
        REMEMBERING.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyStatementThatFailsMakesA503(StatementsTest.Cost cost) {
        for (int n = 1; n <= cost.endpoint().statements(); n++) {
            FORGETFUL.failStatement(n);
            Reply reply = FORGETFUL.get(cost.request(100));

            assertThat(reply.status()).as("statement %d: %s", n, reply.body()).isEqualTo(503);
            assertThat(reply.type()).isEqualTo("application/problem+json");
            assertThat(reply.body().has("data")).isFalse();
        }
        assertThat(FORGETFUL.get(cost.request(100)).status())
                .as("when all is well")
                .isEqualTo(200);
    }

    // Counts and usage are never remembered: what memory lends them is at most the id behind a username.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"USAGE", "COUNTS_RECENT", "COUNTS_ALL"})
    void everyStatementThatFailsIsAnsweredFromMemoryAndMarked(StatementsTest.Cost cost) {
        Reply before = REMEMBERING.get(cost.request(100));
        assertThat(before.status()).isEqualTo(200);
        for (int n = 1; n <= cost.endpoint().statements(); n++) {
            REMEMBERING.failStatement(n);
            Reply reply = REMEMBERING.get(cost.request(100));

            assertThat(reply.status()).as("statement %d", n).isEqualTo(200);
            assertThat(reply.header("weir-degraded")).as("statement %d", n).startsWith("data;age=");
            assertThat(reply.body().at("/meta/stale_seconds").isInt()).isTrue();
            assertThat(withoutMark(reply.body())).isEqualTo(withoutMark(before.body()));
        }
        Reply after = REMEMBERING.get(cost.request(100));
        assertThat(after.header("weir-degraded")).as("when all is well").isEmpty();
        assertThat(after.body()).isEqualTo(before.body());
    }

    @Test
    void aDatabaseThatIsSlowIsAsGoodAsAway() throws Exception {
        String request = StatementsTest.Cost.USER.request(1);
        Reply before = REMEMBERING.get(request);
        try (var connection = REMEMBERING.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table microblog.users in access exclusive mode");

            Reply reply = REMEMBERING.get("/2/users/1");
            assertThat(reply.header("weir-degraded")).startsWith("data;age=");
            assertThat(reply.body().at("/data/username"))
                    .isEqualTo(before.body().at("/data/username"));
        }
    }

    private static JsonNode withoutMark(JsonNode body) {
        ObjectNode copy = body.deepCopy();
        if (copy.get("meta") instanceof ObjectNode meta) {
            meta.remove("stale_seconds");
            if (meta.isEmpty()) {
                copy.remove("meta");
            }
        }
        return copy;
    }
}
