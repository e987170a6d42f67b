package dev.weir.limits.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example that the README shows, as it stands there. */
class ReadmeExampleTest {

    @Test
    void theExampleRuns() {
        // example
        Limit timeline = Limit.window("timeline-15m", Unit.REQUESTS, 2, Duration.ofMinutes(15));
        Limit burst = Limit.smooth("burst", Unit.REQUESTS, 40, Duration.ofSeconds(1));
        try (LimiterNode limiter = LimiterNode.start(LimiterSettings.of(new Topology.Alone()), UsageLedger.empty())) {
            LimitRequest request = new LimitRequest(
                    "account-4", List.of(Demand.of(timeline, "app-17", 1), Demand.of(burst, "app-17", 1)));
            for (int i = 0; i < 3; i++) {
                Decision decision = limiter.decide(request);
                System.out.println(
                        decision instanceof Decision.Denied denied
                                ? "denied, retry after " + denied.retryAfter()
                                : "allowed, " + decision.levels().get(0).remaining() + " left");
            }
        }
        // end
    }

    @Test
    void theReadmeShowsIt() throws IOException {
        String source = Files.readString(Path.of("src/test/java")
                .resolve(ReadmeExampleTest.class.getName().replace('.', '/') + ".java"));
        String example =
                source.substring(source.indexOf("// example\n") + "// example\n".length(), source.indexOf("// end\n"));
        String shown = example.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.substring("        ".length()))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + shown + "\n```");
    }
}
