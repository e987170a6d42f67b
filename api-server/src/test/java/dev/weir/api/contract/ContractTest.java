package dev.weir.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A good answer passes; the same answer with one mistake does not. */
class ContractTest {

    private static final String PAGE = "{\"data\":[{\"id\":\"20\",\"text\":\"a\",\"edit_history_tweet_ids\":[\"20\"],"
            + "\"created_at\":\"2026-11-21T10:08:54.876Z\",\"referenced_tweets\":[{\"type\":\"quoted\",\"id\":\"19\"}],"
            + "\"public_metrics\":{\"retweet_count\":0,\"reply_count\":0,\"like_count\":1,\"quote_count\":0,"
            + "\"bookmark_count\":0,\"impression_count\":0}}],\"includes\":{\"users\":[{\"id\":\"1\",\"name\":\"A\","
            + "\"username\":\"a\"}]},\"errors\":[{\"value\":\"7\",\"detail\":\"d\",\"title\":\"Not Found Error\","
            + "\"resource_type\":\"tweet\",\"parameter\":\"ids\",\"resource_id\":\"7\","
            + "\"type\":\"https://api.twitter.com/2/problems/resource-not-found\"}],"
            + "\"meta\":{\"result_count\":1,\"newest_id\":\"20\",\"oldest_id\":\"20\"}}";

    private static final String UNAUTHORIZED = "{\"title\":\"Unauthorized\",\"detail\":\"Unauthorized\","
            + "\"type\":\"about:blank\",\"status\":401,\"fix\":\"f\",\"request_id\":\"12345678\"}";

    private final Contract contract = Contract.whole();

    @Test
    void goodAnswersPass() {
        assertThat(contract.faults(page(PAGE))).isEmpty();
        assertThat(contract.faults(refusal(UNAUTHORIZED))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                // a member is missing
                "\"text\":\"a\",                           |",
                "\"edit_history_tweet_ids\":[\"20\"],      |",
                "\"result_count\":1,                       |",
                "\"like_count\":1,                         |",
                ",\"username\":\"a\"                       |",
                "\"resource_id\":\"7\",                    |",
                // a wrong type
                "\"id\":\"20\"                             | \"id\":20",
                "\"text\":\"a\"                            | \"text\":1",
                "\"result_count\":1                        | \"result_count\":\"1\"",
                "\"like_count\":1                          | \"like_count\":1.5",
                "\"edit_history_tweet_ids\":[\"20\"]       | \"edit_history_tweet_ids\":\"20\"",
                // null
                "\"text\":\"a\"                            | \"text\":null",
                "\"name\":\"A\"                            | \"name\":\"A\",\"location\":null",
                "\"includes\":{\"users\":                  | \"includes\":{\"tweets\":null,\"users\":",
                // more than is described
                "\"text\":\"a\"                            | \"text\":\"a\",\"extra\":1",
                "\"like_count\":1                          | \"like_count\":1,\"dislike_count\":1",
                "\"result_count\":1                        | \"result_count\":1,\"total\":1",
                "\"includes\":{                            | \"includes\":{\"topics\":[],",
                "\"resource_id\":\"7\"                     | \"resource_id\":\"7\",\"section\":\"data\"",
                "{\"data\"                                 | {\"more\":1,\"data\"",
                // values out of bounds
                "\"type\":\"quoted\"                       | \"type\":\"embedded\"",
                "resource-not-found                        | rate-limit-exceeded",
                "10:08:54.876Z                             | 10:08:54Z",
                "2026-11-21T                               | 2026-13-21T",
                "\"id\":\"20\"                             | \"id\":\"20x\"",
                "\"result_count\":1                        | \"result_count\":-1",
                "[\"20\"]                                  | []",
                // not JSON
                "{\"data\"                                 | {data",
                "\"oldest_id\":\"20\"}}                    | \"oldest_id\":\"20\"}}{}",
            })
    void aMistakeInABodyIsFound(String good, String bad) {
        String body = PAGE.replace(good.strip(), bad == null ? "" : bad.strip());
        assertThat(body).as("the mistake itself").isNotEqualTo(PAGE);

        assertThat(contract.faults(page(body))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"request_id\":\"12345678\"  | \"request\":\"12345678\"",
                "\"status\":401               | \"status\":400",
                "about:blank                  | https://api.x.com/2/problems/x",
                "\"fix\":\"f\"                | \"fix\":null",
            })
    void aMistakeInAProblemIsFound(String good, String bad) {
        assertThat(contract.faults(refusal(UNAUTHORIZED.replace(good, bad)))).isNotEmpty();
    }

    @Test
    void anEmptyAnswerIsAMistake() {
        assertThat(contract.faults(page(""))).isNotEmpty();
        assertThat(contract.faults(page("{}"))).isNotEmpty();
    }

    @Test
    void aStatusThatIsNotDescribedIsAMistake() {
        assertThat(contract.faults(
                        answer("GET", "/2/users/1/tweets", 404, headers("application/problem+json"), UNAUTHORIZED)))
                .singleElement()
                .asString()
                .contains("404");
    }

    @Test
    void anotherMediaTypeIsAMistake() {
        assertThat(contract.faults(answer("GET", "/2/users/1/tweets", 200, headers("text/html"), PAGE)))
                .singleElement()
                .asString()
                .contains("text/html");
    }

    @Test
    void aHeaderThatIsNotDescribedIsAMistake() {
        Map<String, List<String>> headers = headers("application/json");
        headers.put("x-powered-by", List.of("water"));
        assertThat(contract.faults(answer("GET", "/2/users/1/tweets", 200, headers, PAGE)))
                .singleElement()
                .asString()
                .contains("x-powered-by");
    }

    @Test
    void linesOfAStreamAreJudgedOneByOne() {
        Map<String, List<String>> headers = headers("application/json");
        headers.put("Cache-Control", List.of("no-store"));
        contract.begun("1", answer("GET", "/2/tweets/sample/stream", 200, headers, ""));
        contract.observeLines(
                "1", List.of("{\"data\":{\"id\":\"20\",\"text\":\"a\",\"edit_history_tweet_ids\":[\"20\"]}}"));
        contract.assertKept();
        contract.observeLines("1", List.of("{\"data\":{\"id\":20}}"));
        assertThatThrownBy(contract::assertKept).hasMessageContaining("/2/tweets/sample/stream");
    }

    @Test
    void aStreamWhoseLinesNobodyShowedIsAMistake() {
        contract.begun("1", answer("GET", "/2/tweets/sample/stream", 200, headers("application/json"), ""));
        assertThatThrownBy(contract::assertStreamsShown).hasMessageContaining("[1]");
        contract.observeLines("1", List.of());
        contract.assertStreamsShown();
    }

    @Test
    void aPromisedHeaderThatIsAbsentIsAMistake() {
        Map<String, List<String>> headers = headers("application/json");
        headers.remove("x-rate-limit-reset");
        assertThat(contract.faults(answer("GET", "/2/users/1/tweets", 200, headers, PAGE)))
                .singleElement()
                .asString()
                .contains("x-rate-limit-reset");
        assertThat(Contract.ofResources().faults(answer("GET", "/2/users/1/tweets", 200, headers, PAGE)))
                .as("without gateway nobody promises it")
                .isEmpty();
    }

    @Test
    void aHeaderOfAnotherShapeIsAMistake() {
        Map<String, List<String>> headers = headers("application/json");
        headers.put("x-rate-limit-reset", List.of("Sat, 21 Nov 2026 12:00:00 GMT"));
        assertThat(contract.faults(answer("GET", "/2/users/1/tweets", 200, headers, PAGE)))
                .isNotEmpty();
    }

    @Test
    void aParameterThatWasTakenAndIsNotOfferedIsAMistake() {
        Exchange asked = new Exchange(
                "GET", "/2/users/1/tweets", "max_results=5&colour=red", 200, headers("application/json"), PAGE);
        assertThat(contract.faults(asked)).singleElement().asString().contains("colour");
    }

    @Test
    void anAddressThatIsNotDescribedMustNotAnswer() {
        assertThat(contract.faults(answer("GET", "/2/secrets", 200, headers("application/json"), "{}")))
                .isNotEmpty();
        assertThat(contract.faults(
                        answer("PUT", "/2/tweets/1", 404, headers("application/problem+json"), UNAUTHORIZED)))
                .isNotEmpty();
    }

    @Test
    void aTemplateWithANameWinsOverOneWithout() {
        assertThat(ApiDocument.read()
                        .operation("GET", "/2/users/by")
                        .orElseThrow()
                        .template())
                .isEqualTo("/2/users/by");
        assertThat(ApiDocument.read()
                        .operation("GET", "/2/users/7")
                        .orElseThrow()
                        .template())
                .isEqualTo("/2/users/{id}");
    }

    @Test
    void breachesAreToldOnce() {
        contract.observe(page("{}"));

        assertThatThrownBy(contract::assertKept)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/2/users/1/tweets");
        contract.assertKept();
    }

    private static Exchange page(String body) {
        return answer("GET", "/2/users/1/tweets", 200, headers("application/json"), body);
    }

    private static Exchange refusal(String body) {
        Map<String, List<String>> headers = headers("application/problem+json");
        headers.keySet().removeIf(name -> name.contains("imit"));
        headers.put("www-authenticate", List.of("Bearer"));
        return answer("GET", "/2/users/1", 401, headers, body);
    }

    private static Exchange answer(
            String method, String path, int status, Map<String, List<String>> headers, String body) {
        return new Exchange(method, path, "", status, headers, body);
    }

    private static Map<String, List<String>> headers(String mediaType) {
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("content-type", List.of(mediaType));
        headers.put("x-request-id", List.of("827dd62b-3732"));
        headers.put("x-rate-limit-limit", List.of("900"));
        headers.put("x-rate-limit-remaining", List.of("899"));
        headers.put("x-rate-limit-reset", List.of("1795258734"));
        headers.put("ratelimit-policy", List.of("\"users-posts-15m\";q=900;w=900"));
        headers.put("ratelimit", List.of("\"users-posts-15m\";r=899;t=900;pk=:YXBwLTI=:"));
        return headers;
    }
}
