package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rules of filtered streams over two real servers that share a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamRulesIT {

    private static final String RULES = "/2/tweets/search/stream/rules";

    private final ObjectMapper json = new ObjectMapper();
    private TestServer one;
    private TestServer two;

    @BeforeAll
    void start() throws Exception {
        one = TestServer.start(Clock.systemUTC(), TestServer.shippedCatalogue());
        two = TestServer.beside(one, Clock.systemUTC());
    }

    @AfterAll
    void stop() throws Exception {
        two.close();
        one.close();
    }

    @Test
    void rulesAreAddedListedCountedAndDeleted() throws Exception {
        String key = one.key("basic");
        JsonNode added = rules(key, "", """
                {"add":[{"value":"cat has:links","tag":"cats"},{"value":"dog (","tag":"bad"},{"value":"cat has:links"},
                {"value":"has:links"},{"value":"bird"}]}""");
        assertThat(added.at("/meta/summary/created").asInt()).isEqualTo(2);
        assertThat(added.at("/meta/summary/not_created").asInt()).isEqualTo(3);
        assertThat(added.at("/meta/summary/valid").asInt()).isEqualTo(2);
        assertThat(added.at("/meta/summary/invalid").asInt()).isEqualTo(3);
        assertThat(added.at("/errors/0/type").asText()).endsWith("/invalid-rules");
        assertThat(added.at("/errors/0/details/0").asText()).contains("at position 6");
        assertThat(added.toString()).contains("duplicate-rules");

        JsonNode again = rules(key, "", "{\"add\":[{\"value\":\"bird\"}]}");
        assertThat(again.at("/errors/0/id").asText())
                .isEqualTo(added.at("/data/1/id").asText());
        assertThat(rules(key, "?dry_run=true", "{\"add\":[{\"value\":\"fish\"}]}")
                        .at("/meta/summary/created")
                        .asInt())
                .isEqualTo(1);

        JsonNode page = json.readTree(two.get(RULES + "?max_results=1", key).body());
        assertThat(page.at("/data/0/value").asText()).isEqualTo("cat has:links");
        assertThat(page.at("/data/0/tag").asText()).isEqualTo("cats");
        assertThat(page.at("/meta/sent").asText()).endsWith("Z");
        String next = page.at("/meta/next_token").asText();
        JsonNode rest =
                json.readTree(two.get(RULES + "?pagination_token=" + next, key).body());
        assertThat(rest.at("/data")).hasSize(1);
        assertThat(rest.at("/data/0").has("tag")).isFalse();
        assertThat(rest.at("/meta/result_count").asInt()).isEqualTo(1);
        assertThat(rest.at("/meta").has("next_token")).isFalse();

        JsonNode counts = json.readTree(one.get(RULES + "/counts", key).body());
        assertThat(counts.at("/data/client_app_rules_count/rule_count").asInt()).isEqualTo(2);
        assertThat(counts.at("/data/cap_per_client_app").asInt()).isEqualTo(25);

        JsonNode deleted = rules(
                key, "", "{\"delete\":{\"ids\":[\"" + rest.at("/data/0/id").asText() + "\",\"1\"]}}");
        assertThat(deleted.at("/meta/summary/deleted").asInt()).isEqualTo(1);
        assertThat(deleted.at("/meta/summary/not_deleted").asInt()).isEqualTo(1);
        assertThat(rules(key, "", "{\"delete\":{\"values\":[\"cat has:links\"]}}")
                        .at("/meta/summary/deleted")
                        .asInt())
                .isEqualTo(1);
        rules(key, "", "{\"add\":[{\"value\":\"a\"},{\"value\":\"b\"}]}");
        assertThat(rules(key, "?delete_all=true", "")
                        .at("/meta/summary/deleted")
                        .asInt())
                .isEqualTo(2);
        JsonNode none = json.readTree(one.get(RULES, key).body());
        assertThat(none.has("data")).isFalse();
        assertThat(none.at("/meta/result_count").asInt()).isZero();
    }

    @Test
    void rulesOfOthersAreOutOfReach() throws Exception {
        String mine = one.key("basic");
        String other = one.key("basic");
        String id = rules(mine, "", "{\"add\":[{\"value\":\"mine\"}]}")
                .at("/data/0/id")
                .asText();

        assertThat(one.get(RULES + "?ids=" + id, other).body()).doesNotContain("mine");
        assertThat(rules(other, "", "{\"delete\":{\"ids\":[\"" + id + "\"]}}")
                        .at("/meta/summary/deleted")
                        .asInt())
                .isZero();
        assertThat(one.get(RULES, mine).body()).contains("mine");
    }

    @Test
    void aPlansRulesAreFewAndShort() throws Exception {
        String key = one.key("free");
        HttpResponse<String> refused = one.send(
                "POST",
                RULES,
                key,
                "{\"add\":[{\"value\":\"a\"},{\"value\":\"b\"},{\"value\":\"c\"},{\"value\":\"d\"},{\"value\":\"e\"},"
                        + "{\"value\":\"f\"}]}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("rule-cap");
        assertThat(one.get(RULES, key).body()).doesNotContain("\"data\"");

        JsonNode tooLong = rules(key, "", "{\"add\":[{\"value\":\"" + "x".repeat(513) + "\"}]}");
        assertThat(tooLong.at("/errors/0/details/0").asText()).contains("at most 512");
        // The free plan's burst would end sooner than this list.
        String other = one.key("premium");
        for (String body : List.of(
                "{}",
                "[]",
                "{\"add\":[]}",
                "{\"add\":[{\"value\":\"a\"}],\"delete\":{\"ids\":[\"1\"]}}",
                "{\"delete\":{\"ids\":[\"x\"]}}",
                "{\"add\":[{\"tag\":\"a\"}]}")) {
            assertThat(one.send("POST", RULES, other, body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    private JsonNode rules(String key, String query, String body) throws Exception {
        HttpResponse<String> answer = one.send("POST", RULES + query, key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }
}
