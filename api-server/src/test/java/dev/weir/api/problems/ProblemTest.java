package dev.weir.api.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void isWrittenFlatWithItsMembersBesideTheStandardOnes() throws Exception {
        Problem problem = Problem.of(404, "Not Found", "nothing here").with("request_id", "r1");

        assertThat(json.writeValueAsString(problem))
                .isEqualTo("{\"title\":\"Not Found\",\"detail\":\"nothing here\",\"type\":\"about:blank\","
                        + "\"status\":404,\"request_id\":\"r1\"}");
    }

    @Test
    void anInvalidParameterIsNamedWithItsValue() throws Exception {
        Problem problem = Problem.invalidRequest("max_results", "5", "must be 10 to 100, was 5");

        assertThat(json.writeValueAsString(problem))
                .isEqualTo("{\"title\":\"Invalid Request\","
                        + "\"detail\":\"One or more parameters to your request was invalid.\","
                        + "\"type\":\"https://api.twitter.com/2/problems/invalid-request\",\"status\":400,"
                        + "\"errors\":[{\"parameters\":{\"max_results\":[\"5\"]},"
                        + "\"message\":\"must be 10 to 100, was 5\"}]}");
    }

    @Test
    void anOverlongValueIsNotEchoedWhole() {
        assertThat(InvalidParameter.of("query", "x".repeat(5_000), "too long").parameters())
                .containsOnly(entry("query", List.of("x".repeat(100) + "…")));
    }

    @Test
    void aMissingResourceHasEveryMemberThatTheStrictestClientRequires() throws Exception {
        assertThat(json.writeValueAsString(PartialError.notFound("tweet", "ids", "1")))
                .isEqualTo("{\"value\":\"1\",\"detail\":\"Could not find tweet with ids: [1].\","
                        + "\"title\":\"Not Found Error\",\"resource_type\":\"tweet\",\"parameter\":\"ids\","
                        + "\"resource_id\":\"1\",\"type\":\"https://api.twitter.com/2/problems/resource-not-found\"}");
    }
}
