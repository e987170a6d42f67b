package dev.weir.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitSignalsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant MONTH_END = Instant.parse("2026-12-01T00:00:00Z");

    private static final Demand WINDOW =
            Demand.of(Limit.window("search-recent-15m", Unit.REQUESTS, 450, Duration.ofMinutes(15)), "app-17", 1);
    private static final Demand BURST =
            Demand.of(Limit.smooth("burst", Unit.REQUESTS, 10, Duration.ofSeconds(1)), "app-17", 1);
    private static final Demand QUOTA = Demand.of(
            Limit.quota("posts-month", Unit.POSTS, 10_000), "account-4", 100, new Period("2026-11", MONTH_END));
    private static final LimitRequest REQUEST = new LimitRequest("account-4", List.of(WINDOW, BURST, QUOTA));

    @Test
    void anAllowedCallShowsItsWindowAndEveryLimit() {
        assertThat(LimitSignals.headers(allowed(Source.STORE), 100))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x-rate-limit-limit", "450",
                        "x-rate-limit-remaining", "449",
                        "x-rate-limit-reset", "1795263301",
                        "RateLimit-Policy",
                                "\"search-recent-15m\";q=450;w=900, \"burst\";q=10;w=1,"
                                        + " \"posts-month\";q=10000;qu=\"posts\";w=2678400",
                        "RateLimit",
                                "\"search-recent-15m\";r=449;t=901;pk=:YXBwLTE3:, \"burst\";r=9;t=1;pk=:YXBwLTE3:,"
                                        + " \"posts-month\";r=9900;t=864000;pk=:YWNjb3VudC00:"));
    }

    @Test
    void whatWasReservedButNotHandedOutIsShownAsLeft() {
        assertThat(LimitSignals.headers(allowed(Source.STORE), 7).get("RateLimit"))
                .contains("\"posts-month\";r=9993;");
    }

    @Test
    void aDegradedDecisionSaysSo() {
        Map<String, String> headers = LimitSignals.headers(allowed(Source.SHARE), 100);

        assertThat(headers).containsEntry("weir-degraded", "limits;reason=\"store-lost\"");
        assertThat(headers.get("RateLimit")).contains("r=449;t=901;pk=:YXBwLTE3:;weir-degraded=\"store-lost\"");
    }

    @Test
    void aRefusedWindowSaysZeroLeft() {
        Map<String, String> headers = LimitSignals.headers(
                denied(
                        new Level(WINDOW, 0, NOW.plusSeconds(42), Duration.ofSeconds(42), true),
                        new Level(BURST, 9, NOW, Duration.ZERO, false),
                        new Level(QUOTA, 5_000, MONTH_END, Duration.ofDays(10), false)),
                0);

        assertThat(headers)
                .containsEntry("x-rate-limit-limit", "450")
                .containsEntry("x-rate-limit-remaining", "0")
                .containsEntry(
                        "x-rate-limit-reset", Long.toString(NOW.plusSeconds(42).getEpochSecond()));
    }

    @Test
    void aSpentQuotaMakesClientsSleepUntilItIsBack() {
        Map<String, String> headers = LimitSignals.headers(
                denied(
                        new Level(WINDOW, 0, NOW.plusSeconds(42), Duration.ofSeconds(42), true),
                        new Level(BURST, 9, NOW, Duration.ZERO, false),
                        new Level(QUOTA, 5, MONTH_END, Duration.ofDays(10), true)),
                0);

        assertThat(headers)
                .containsEntry("x-rate-limit-limit", "10000")
                .containsEntry("x-rate-limit-remaining", "0")
                .containsEntry("x-rate-limit-reset", Long.toString(MONTH_END.getEpochSecond()));
        assertThat(headers.get("RateLimit")).as("the honest number").contains("\"posts-month\";r=5;");
    }

    private static Decision allowed(Source source) {
        return new Decision.Allowed(
                REQUEST,
                List.of(
                        new Level(WINDOW, 449, NOW.plusMillis(900_001), Duration.ofMillis(900_001), false),
                        new Level(BURST, 9, NOW.plusMillis(100), Duration.ofMillis(100), false),
                        new Level(QUOTA, 9_900, MONTH_END, Duration.ofDays(10), false)),
                source);
    }

    private static Decision denied(Level... levels) {
        return new Decision.Denied(REQUEST, List.of(levels), Source.STORE, Duration.ofSeconds(42));
    }
}
