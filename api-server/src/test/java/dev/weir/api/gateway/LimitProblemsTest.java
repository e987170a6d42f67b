package dev.weir.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemType;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitProblemsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Call CALL = new Call(
            new Caller("k1", 17, 4, "free", false, Optional.empty(), Set.of()),
            new Policy(Endpoint.SEARCH_RECENT, "free", true, List.of(), Optional.empty(), 512));
    private static final Demand WINDOW =
            Demand.of(Limit.window("users-id-1m", Unit.REQUESTS, 3, Duration.ofMinutes(1)), "app-17", 1);
    private static final Demand QUOTA = Demand.of(
            Limit.quota("posts-month", Unit.POSTS, 100), "account-4", 10, new Period("2026-11", NOW.plusSeconds(900)));

    private final LimitProblems problems = new LimitProblems(new Random(1));

    @Test
    void aSpentWindowIsTheBlankTypeThatClientsParse() {
        Problem problem = problems.over(CALL, denied(new Level(WINDOW, 0, NOW.plusSeconds(42), wait(42), true), 42));

        assertThat(problem.type()).isEqualTo(ProblemType.BLANK);
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.title()).isEqualTo("Too Many Requests");
        assertThat(problem.detail()).isEqualTo("Too Many Requests: users-id-1m allows 3 in 60 s. Wait 42 s.");
        assertThat(problem.members()).containsKeys("violated_limits", "retry_after_ms", "docs");
    }

    @Test
    void aSpentQuotaIsTheUsageCapThatClientsParse() {
        Problem problem = problems.over(CALL, denied(new Level(QUOTA, 0, NOW.plusSeconds(900), wait(900), true), 900));

        assertThat(problem.type()).isEqualTo(ProblemType.USAGE_CAPPED);
        assertThat(problem.title()).isEqualTo("UsageCapExceeded");
        assertThat(problem.detail()).isEqualTo("Usage cap exceeded: Monthly product cap");
        assertThat(problem.members())
                .containsEntry("account_id", 4L)
                .containsEntry("product_name", "free")
                .containsEntry("period", "Monthly")
                .containsEntry("scope", "Product");
    }

    @Test
    void aPageLargerThanTheRestSaysWhatWouldStillPass() {
        Problem problem = problems.over(CALL, denied(new Level(QUOTA, 7, NOW.plusSeconds(900), wait(900), true), 900));

        assertThat(problem.detail()).contains("may return 10 posts and 7 are left");
    }

    @Test
    void retryAfterIsNeverEarlyAndSpreadByAFifthAtMost() {
        for (int i = 0; i < 1_000; i++) {
            Problem problem =
                    problems.over(CALL, denied(new Level(WINDOW, 0, NOW.plusSeconds(30), wait(30), true), 30));
            assertThat(Long.parseLong(problem.headers().get("Retry-After"))).isBetween(30L, 36L);
        }
    }

    @Test
    void aLostStoreIsOurFault() {
        Problem problem = problems.reduced(new Decision.Reduced(
                request(WINDOW), List.of(new Level(WINDOW, 0, NOW, wait(1), true)), Source.SHARE, wait(1)));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.members()).containsEntry("code", "temporary-reduced-capacity");
        assertThat(problem.headers()).containsKey("Retry-After");
    }

    private static Decision.Denied denied(Level level, int seconds) {
        return new Decision.Denied(request(level.demand()), List.of(level), Source.STORE, wait(seconds));
    }

    private static LimitRequest request(Demand demand) {
        return new LimitRequest("account-4", List.of(demand));
    }

    private static Duration wait(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
