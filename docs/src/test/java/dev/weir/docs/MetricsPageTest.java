package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private final List<String> described = Repository.docs("operations/health-and-metrics.md").table("Metric").stream()
            .map(row -> Page.plain(row.get(0)))
            .toList();

    @Test
    void everyMetricIsDescribedAndNothingElse() {
        Set<String> named = new TreeSet<>(Repository.inSources("\"(weir_[a-z0-9_]*[a-z0-9])\""));
        named.addAll(Repository.inSources("\\.name\\(\\s*\"(http_[a-z0-9_]+)\""));
        assertThat(named)
                .as("the search itself")
                .contains("weir_limit_decisions_total", "http_server_request_duration_seconds");

        assertThat(described).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void everyLabelIsNamed() {
        Set<String> labels = Repository.inSources("labelNames\\(([^)]*)\\)").stream()
                .flatMap(list -> Stream.of(list.replace("\"", "").split(",\\s*")))
                .collect(Collectors.toSet());
        assertThat(labels).as("the search itself").contains("endpoint", "http_route");

        assertThat(Repository.docs("operations/health-and-metrics.md").codes()).containsAll(labels);
    }

    @Test
    void everyHealthCheckIsDescribedAndNothingElse() {
        String plan = Repository.read(
                Repository.ROOT.resolve("api-server/src/main/java/dev/weir/api/operations/HealthPlan.java"));
        List<String> checks = Pattern.compile("String [A-Z_]+ = \"([a-z-]+)\"")
                .matcher(plan)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(checks).as("the search itself").contains("limit-store");

        assertThat(Repository.docs("operations/health-and-metrics.md").table("Check").stream()
                        .map(row -> Page.plain(row.get(0))))
                .containsExactlyInAnyOrderElementsOf(checks);
    }
}
