package dev.weir.limits.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.Period;
import dev.weir.limits.Source;
import dev.weir.limits.TestTime;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimiterNodeTest {

    private static final Limit TIMELINE = Limit.window("timeline-15m", Unit.REQUESTS, 3, Duration.ofMinutes(15));
    private static final Limit BURST = Limit.smooth("burst", Unit.REQUESTS, 10, Duration.ofSeconds(1));
    private static final Limit POSTS = Limit.quota("posts-month", Unit.POSTS, 500);
    private static final Period NOVEMBER = new Period("2026-11", Instant.parse("2026-12-01T00:00:00Z"));

    private final TestTime time = new TestTime();
    private final UsageLedger ledger = quota -> CompletableFuture.completedFuture(100L);
    private final LimiterNode limiter =
            LimiterNode.start(LimiterSettings.of(new Topology.Alone()), ledger, LimiterObserver.SILENT, time);

    @AfterEach
    void close() {
        limiter.close();
    }

    @Test
    void aWindowAdmitsItsCapacityAndComesBackWhole() {
        LimitRequest request = new LimitRequest("account-4", List.of(Demand.of(TIMELINE, "app-17", 1)));
        for (int left = 2; left >= 0; left--) {
            Decision decision = limiter.decide(request);
            assertThat(decision).isInstanceOf(Decision.Allowed.class);
            assertThat(decision.source()).isEqualTo(Source.STORE);
            assertThat(decision.levels()).extracting(Level::remaining).containsExactly((long) left);
            time.pass(Duration.ofMinutes(1));
        }
        Decision.Denied denied = (Decision.Denied) limiter.decide(request);
        assertThat(denied.retryAfter()).isEqualTo(Duration.ofMinutes(12));
        assertThat(denied.levels().get(0).refused()).isTrue();

        time.pass(denied.retryAfter().minusMillis(1));
        assertThat(limiter.decide(request)).isInstanceOf(Decision.Denied.class);
        time.pass(Duration.ofMillis(1));
        assertThat(limiter.decide(request).levels())
                .extracting(Level::remaining)
                .containsExactly(2L);
    }

    @Test
    void aRefusalChargesNothingAnywhere() {
        LimitRequest both =
                new LimitRequest("account-4", List.of(Demand.of(BURST, "app-17", 1), Demand.of(TIMELINE, "app-17", 1)));
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.decide(both)).isInstanceOf(Decision.Allowed.class);
        }
        Decision denied = limiter.decide(both);
        assertThat(denied).isInstanceOf(Decision.Denied.class);
        assertThat(denied.levels()).extracting(Level::refused).containsExactly(false, true);
        assertThat(denied.levels()).extracting(Level::remaining).containsExactly(7L, 0L);
    }

    @Test
    void aQuotaStartsWithWhatTheLedgerKnowsAndUnusedPostsReturn() {
        LimitRequest page = new LimitRequest("account-4", List.of(Demand.of(POSTS, "account-4", 100, NOVEMBER)));
        Decision first = limiter.decide(page);
        assertThat(first.levels()).extracting(Level::remaining).containsExactly(300L);
        assertThat(first.levels()).extracting(Level::resetsAt).containsExactly(NOVEMBER.ends());

        limiter.settle((Decision.Allowed) first, Map.of(Unit.POSTS, 7L));
        limiter.settle((Decision.Allowed) first, Map.of(Unit.POSTS, 0L));
        Decision second = limiter.decide(page);
        assertThat(second.levels()).extracting(Level::remaining).containsExactly(293L);
    }

    @Test
    void onlyTheLimitersOwnDecisionsCanBeSettled() {
        LimitRequest request = new LimitRequest("account-4", List.of(Demand.of(TIMELINE, "app-17", 1)));
        Decision.Allowed foreign = new Decision.Allowed(request, List.of(), Source.STORE);
        assertThatThrownBy(() -> limiter.settle(foreign, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did not take that decision");
    }
}
