package dev.weir.limits.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimiterStats;
import dev.weir.limits.LimiterStats.Outcome;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.Period;
import dev.weir.limits.Refill;
import dev.weir.limits.Source;
import dev.weir.limits.TestTime;
import dev.weir.limits.Unit;
import dev.weir.limits.guard.TroubledStore.Mood;
import dev.weir.limits.store.LocalStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedRateLimiterTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Limit TIMELINE = Limit.window("timeline-15m", Unit.REQUESTS, 100, QUARTER);
    private static final Limit BURST = Limit.smooth("burst", Unit.REQUESTS, 10, Duration.ofSeconds(1));
    private static final Limit POSTS = Limit.quota("posts-month", Unit.POSTS, 1000);

    private final TestTime time = new TestTime();
    private final LocalStore store = new LocalStore(time);
    private final Period month = new Period("2026-11", time.instant().plus(Duration.ofDays(9)));
    private CompletionStage<Long> figure = CompletableFuture.completedFuture(0L);
    private final Gateway one = new Gateway(store, quota -> figure, time, 2);
    private final Gateway other = new Gateway(store, quota -> figure, time, 2);

    private static Demand timeline(long cost) {
        return Demand.of(TIMELINE, "app-17", cost);
    }

    private Demand posts(long cost) {
        return Demand.of(POSTS, "account-4", cost, month);
    }

    private static int admitted(Gateway gateway, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += gateway.admits(timeline(1)) ? 1 : 0;
        }
        return admitted;
    }

    private long chargedInStore() {
        return 100
                - new Gateway(store, quota -> figure, time, 1)
                        .decide(timeline(0))
                        .levels()
                        .get(0)
                        .remaining();
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void aNodeThatLosesTheStoreSpendsItsShareOfTheLastKnownRemainder(Mood mood) {
        assertThat(admitted(one, 20)).isEqualTo(20);
        one.become(mood);
        assertThat(admitted(one, 100)).isEqualTo(40);
        Decision denied = one.decide(timeline(1));
        assertThat(denied).isInstanceOf(Decision.Denied.class);
        assertThat(denied.source()).isEqualTo(Source.SHARE);
        assertThat(denied.levels().get(0).remaining()).isZero();
        assertThat(((Decision.Denied) denied).retryAfter()).isEqualTo(QUARTER);
        assertThat(one.limiter().health().answering()).isFalse();
    }

    @Test
    void twoNodesThatNeverSawALimitAdmitItsCapacityTogether() {
        one.become(Mood.GONE);
        other.become(Mood.GONE);
        assertThat(admitted(one, 80) + admitted(other, 80)).isEqualTo(100);
    }

    @Test
    void aShareEndsWithItsWindow() {
        admitted(one, 100);
        time.pass(Duration.ofMinutes(10));
        one.become(Mood.GONE);
        Decision denied = one.decide(timeline(1));
        assertThat(((Decision.Denied) denied).retryAfter()).isEqualTo(Duration.ofMinutes(5));
        time.pass(Duration.ofMinutes(5));
        assertThat(admitted(one, 80)).isEqualTo(50);
    }

    @Test
    void anOpenBreakerAsksNobodyAndReturnsStepByStep() {
        one.become(Mood.GONE);
        admitted(one, 5);
        int asked = one.way().asked();
        admitted(one, 5);
        assertThat(one.way().asked()).isEqualTo(asked);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(1));
        assertThat(one.limiter().stats().breaker()).isEqualTo("ramping");
        // The test's chance is one half.
        assertThat(one.decide(timeline(1)).source()).isEqualTo(Source.SHARE);
        one.tick(time, Duration.ofSeconds(5));
        assertThat(one.decide(timeline(1)).source()).isEqualTo(Source.STORE);
        one.tick(time, Duration.ofSeconds(5));
        assertThat(one.limiter().stats().breaker()).isEqualTo("closed");
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void whatSharesAdmittedIsChargedOnReturnExactlyOnce(Mood mood) {
        admitted(one, 20);
        admitted(other, 10);
        one.become(mood);
        assertThat(admitted(one, 30)).isEqualTo(30);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(one.limiter().stats().owingHomes()).isZero();
        assertThat(chargedInStore()).isEqualTo(60);
    }

    @Test
    void debtDoesNotReachTheNextWindow() {
        admitted(one, 20);
        one.become(Mood.FROZEN);
        assertThat(admitted(one, 30)).isEqualTo(30);
        time.pass(QUARTER);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(chargedInStore()).isZero();
        assertThat(admitted(other, 200)).isEqualTo(100);
    }

    @Test
    void aChargeThatCameLateForARefusedRequestIsTakenBack() {
        admitted(one, 100);
        one.become(Mood.FROZEN);
        assertThat(one.admits(timeline(1))).isFalse();
        // The frozen call is executed in the next window, which has room for it.
        time.pass(QUARTER);
        one.become(Mood.WELL);
        assertThat(one.limiter().stats().ghostCharges()).isEqualTo(1);
        one.tick(time, Duration.ofSeconds(1));
        assertThat(chargedInStore()).isZero();
    }

    @Test
    void aRefusedRequestIsReducedNotDeniedWhereThePlanSaysRefuse() {
        Limit strict = new Limit("login", Unit.REQUESTS, 5, QUARTER, Refill.WINDOW, OnStoreLoss.REFUSE);
        one.become(Mood.GONE);
        Decision decision = one.decide(Demand.of(strict, "app-17", 1), timeline(1));
        assertThat(decision).isInstanceOf(Decision.Reduced.class);
        assertThat(((Decision.Reduced) decision).retryAfter()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(admitted(one, 80)).isEqualTo(50);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(one.admits(Demand.of(strict, "app-17", 5))).isTrue();
    }

    @Test
    void aGenerousLimitIsWholeOnEachNode() {
        Limit generous = new Limit("reads", Unit.REQUESTS, 9, QUARTER, Refill.WINDOW, OnStoreLoss.GENEROUS);
        one.become(Mood.GONE);
        for (int i = 0; i < 9; i++) {
            assertThat(one.admits(Demand.of(generous, "app-17", 1))).isTrue();
        }
        assertThat(one.admits(Demand.of(generous, "app-17", 1))).isFalse();
    }

    @Test
    void aShareIsAllOrNothingToo() {
        one.become(Mood.GONE);
        for (int i = 0; i < 5; i++) {
            assertThat(one.admits(Demand.of(BURST, "app-17", 1), timeline(1))).isTrue();
        }
        Decision denied = one.decide(Demand.of(BURST, "app-17", 1), timeline(1));
        assertThat(denied.levels()).extracting(level -> level.refused()).containsExactly(true, false);
        assertThat(denied.levels().get(1).remaining()).isEqualTo(45);
        time.pass(((Decision.Denied) denied).retryAfter());
        assertThat(one.admits(Demand.of(BURST, "app-17", 1), timeline(1))).isTrue();
    }

    @Test
    void aPageLargerThanTheShareButWithinTheLimitIsNotRefused() {
        one.decide(posts(0));
        Decision page = one.decide(posts(850));
        one.become(Mood.GONE);
        assertThat(one.admits(posts(100))).isTrue();
        assertThat(one.admits(posts(100))).isFalse();
        one.settle(page, Unit.POSTS, 850);
    }

    @Test
    void aSettlementReachesTheStoreOrTheShareThatWasCharged() {
        Decision stored = one.decide(posts(400));
        one.settle(stored, Unit.POSTS, 10);
        assertThat(other.decide(posts(0)).levels().get(0).remaining()).isEqualTo(990);
        one.become(Mood.GONE);
        Decision shared = one.decide(posts(100));
        assertThat(shared.source()).isEqualTo(Source.SHARE);
        one.settle(shared, Unit.POSTS, 30);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(other.decide(posts(0)).levels().get(0).remaining()).isEqualTo(960);
    }

    @Test
    void aSettlementThatFindsTheStoreGoneIsDeliveredLater() {
        Decision stored = one.decide(posts(400), timeline(1));
        one.become(Mood.GONE);
        one.settle(stored, Unit.POSTS, 10);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(other.decide(posts(0)).levels().get(0).remaining()).isEqualTo(990);
    }

    @Test
    void aQuotaWhoseLedgerIsSilentIsAdmittedAndSeededOnceLater() {
        CompletableFuture<Long> silent = new CompletableFuture<>();
        figure = silent;
        assertThat(one.admits(posts(100))).isTrue();
        assertThat(one.admits(posts(100))).isTrue();
        assertThat(one.limiter().stats().unseededQuotas()).isEqualTo(1);
        silent.complete(500L);
        Decision look = one.decide(posts(0));
        assertThat(look.levels().get(0).remaining()).isEqualTo(300);
        assertThat(one.limiter().stats().unseededQuotas()).isZero();
    }

    @Test
    void aQuotaWhoseLedgerFailsIsAskedAboutAgainAfterASecond() {
        figure = CompletableFuture.failedFuture(new IllegalStateException("database away"));
        assertThat(one.admits(posts(100))).isTrue();
        figure = CompletableFuture.completedFuture(600L);
        assertThat(one.decide(posts(0)).levels().get(0).remaining()).isEqualTo(900);
        time.pass(Duration.ofMillis(1_001));
        one.decide(posts(0));
        // The ledger was asked when 100 were charged: its 600 hold them.
        assertThat(one.decide(posts(0)).levels().get(0).remaining()).isEqualTo(400);
    }

    @Test
    void withStoreAndMemoryGoneTheLedgerStillBoundsAQuota() {
        figure = CompletableFuture.completedFuture(990L);
        one.become(Mood.GONE);
        assertThat(one.admits(posts(10))).isTrue();
        assertThat(one.admits(posts(1))).isFalse();
    }

    @Test
    void aLedgerThatThrowsOrAnswersNothingNeverFailsADecision() {
        Gateway broken = new Gateway(
                store,
                quota -> {
                    throw new IllegalStateException("broken");
                },
                time,
                1);
        assertThat(broken.admits(posts(1))).isTrue();
    }

    @Test
    void moreCallsThanPlacesAreDecidedFromTheShare() {
        one.decide(timeline(1));
        one.become(Mood.FROZEN);
        // Four failures do not open the breaker, and each keeps its place until the store has ended it.
        admitted(one, 4);
        LimiterStats stats = one.limiter().stats();
        assertThat(stats.callsInFlight()).isEqualTo(4);
        assertThat(stats.storeTimedOut()).isEqualTo(4);
        assertThat(stats.decisions(Source.SHARE, Outcome.ALLOWED)).isEqualTo(4);
        one.become(Mood.WELL);
        assertThat(one.limiter().stats().callsInFlight()).isZero();
        assertThat(chargedInStore()).isEqualTo(5);
    }

    @Test
    void anInterruptedCallerGetsADecisionAndKeepsHisInterrupt() {
        one.decide(timeline(1));
        one.become(Mood.FROZEN);
        Thread.currentThread().interrupt();
        assertThat(one.admits(timeline(1))).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(one.limiter().stats().storeTimedOut()).isZero();
    }
}
