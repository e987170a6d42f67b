package dev.weir.limits.leases;

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
import dev.weir.limits.leases.TroubledStore.Mood;
import dev.weir.limits.store.LocalStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeasingRateLimiterTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit TIMELINE = Limit.window("timeline-15m", Unit.REQUESTS, 100, QUARTER);
    private static final Limit BURST = Limit.smooth("burst", Unit.REQUESTS, 10, SECOND);
    private static final Limit POSTS = Limit.quota("posts-month", Unit.POSTS, 1000);
    private static final Limit STREAMS = Limit.concurrent("streams", 2, Duration.ofSeconds(30));

    private final TestTime time = new TestTime();
    private final LocalStore store = new LocalStore(time);
    private final Period month = new Period("2026-11", time.instant().plus(Duration.ofDays(9)));
    private CompletionStage<Long> figure = CompletableFuture.completedFuture(0L);
    private final Gateway one = new Gateway(store, quota -> figure, time, 2);
    private final Gateway other = new Gateway(store, quota -> figure, time, 2);

    private static Demand timeline(long cost) {
        return Demand.of(TIMELINE, "app-17", cost);
    }

    private static Demand stream(long cost) {
        return Demand.of(STREAMS, "account-4", cost);
    }

    private Demand posts(long cost) {
        return Demand.of(POSTS, "account-4", cost, month);
    }

    /** Slower than five a second, so that no lease is held: each is decided by the store. */
    private int admittedSlowly(Gateway gateway, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            time.pass(Duration.ofMillis(300));
            admitted += gateway.admits(timeline(1)) ? 1 : 0;
        }
        return admitted;
    }

    private static int admittedAtOnce(Gateway gateway, Limit limit, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += gateway.admits(Demand.of(limit, "app-17", 1)) ? 1 : 0;
        }
        return admitted;
    }

    private long remaining(Demand look) {
        return new Gateway(store, quota -> figure, time, 1)
                .decide(look)
                .levels()
                .get(0)
                .remaining();
    }

    private long charged() {
        return 100 - remaining(timeline(0));
    }

    @Test
    void aKeyInUseIsDecidedFromItsLeaseAndAsksTheStoreAFewTimesASecond() {
        Limit wide = Limit.window("wide", Unit.REQUESTS, 1_000_000, QUARTER);
        for (int i = 0; i < 10_000; i++) {
            time.pass(Duration.ofMillis(1));
            assertThat(one.admits(Demand.of(wide, "app-17", 1))).isTrue();
        }
        assertThat(one.way().asked()).isLessThan(200);
        assertThat(one.limiter().stats().decisions(Source.LEASE, Outcome.ALLOWED))
                .isGreaterThan(9_900);
        one.tick(time, Duration.ofSeconds(2));
        assertThat(remaining(Demand.of(wide, "app-17", 0))).isEqualTo(990_000);
    }

    @Test
    void aKeyInSlowUseHoldsNoLease() {
        admittedSlowly(one, 10);
        assertThat(one.limiter().stats().decisions(Source.STORE, Outcome.ALLOWED))
                .isEqualTo(10);
        one.tick(time, Duration.ofMillis(100));
        assertThat(one.limiter().stats().leasedTokens()).isZero();
    }

    @Test
    void nodesThatSpendAtTheSameTimeAdmitTheCapacityExactly() {
        int admitted = 0;
        for (int i = 0; i < 300; i++) {
            admitted += one.admits(timeline(1)) ? 1 : 0;
            admitted += other.admits(timeline(1)) ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(100);
    }

    @Test
    void aLeaseThatNobodyUsesGoesBackAfterASecond() {
        admittedAtOnce(one, TIMELINE, 40);
        assertThat(charged()).isGreaterThan(40);
        one.tick(time, Duration.ofMillis(1_200));
        assertThat(charged()).isEqualTo(40);
    }

    @Test
    void aNodeThatLeavesGivesItsLeasesBack() {
        admittedAtOnce(one, TIMELINE, 40);
        one.limiter().close();
        assertThat(charged()).isEqualTo(40);
    }

    @Test
    void aLeaseDiesWithItsWindow() {
        admittedAtOnce(one, TIMELINE, 50);
        time.pass(QUARTER);
        assertThat(admittedAtOnce(other, TIMELINE, 200)).isEqualTo(100);
        assertThat(one.admits(timeline(1))).isFalse();
    }

    @Test
    void aRefusalIsRememberedForATenthOfASecondAndNoLonger() {
        admittedAtOnce(one, TIMELINE, 200);
        int asked = one.way().asked();
        Decision again = one.decide(timeline(1));
        assertThat(again).isInstanceOf(Decision.Denied.class);
        assertThat(again.source()).isEqualTo(Source.LEASE);
        assertThat(((Decision.Denied) again).retryAfter()).isEqualTo(QUARTER);
        assertThat(one.way().asked()).isEqualTo(asked);
        time.pass(Duration.ofMillis(101));
        one.decide(timeline(1));
        assertThat(one.way().asked()).isEqualTo(asked + 1);
    }

    @Test
    void aRequestThatLookedAtTheClockBeforeTheLastAnswerCameIsNotRefused() {
        one.decide(timeline(1));
        // As seen by a thread that was held up between its look at the clock and its decision.
        time.pass(Duration.ofNanos(-1_000));
        assertThat(one.admits(timeline(1))).isTrue();
    }

    @Test
    void whoWaitsAsLongAsToldPasses() {
        for (int i = 0; i < 10; i++) {
            one.admits(Demand.of(BURST, "app-17", 1));
        }
        Decision denied = one.decide(Demand.of(BURST, "app-17", 3));
        time.pass(((Decision.Denied) denied).retryAfter());
        assertThat(one.admits(Demand.of(BURST, "app-17", 3))).isTrue();
    }

    @Test
    void aBurstAdmitsAtMostATenthMoreThanItsBucketWould() {
        Limit burst = Limit.smooth("wide-burst", Unit.REQUESTS, 100, SECOND);
        int admitted = 0;
        for (int milli = 0; milli < 3_000; milli++) {
            time.pass(Duration.ofMillis(1));
            admitted += one.admits(Demand.of(burst, "app-17", 1)) ? 1 : 0;
            admitted += other.admits(Demand.of(burst, "app-17", 1)) ? 1 : 0;
        }
        assertThat(admitted).isBetween(380, 410);
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void aNodeThatLosesTheStoreSpendsItsShareOfTheLastKnownRemainder(Mood mood) {
        assertThat(admittedSlowly(one, 20)).isEqualTo(20);
        one.become(mood);
        assertThat(admittedSlowly(one, 100)).isEqualTo(40);
        Decision denied = one.decide(timeline(1));
        assertThat(denied).isInstanceOf(Decision.Denied.class);
        assertThat(denied.source()).isEqualTo(Source.SHARE);
        assertThat(denied.levels().get(0).remaining()).isZero();
        assertThat(((Decision.Denied) denied).retryAfter()).isBetween(Duration.ofMinutes(14), QUARTER);
        assertThat(one.limiter().health().answering()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void leasesAreSpentFirstWhenTheStoreIsLost(Mood mood) {
        admittedAtOnce(one, TIMELINE, 30);
        one.tick(time, Duration.ofMillis(1));
        long leased = one.limiter().stats().leasedTokens();
        assertThat(leased).isPositive();
        one.become(mood);
        Decision first = one.decide(timeline(1));
        assertThat(first.source()).isEqualTo(Source.LEASE);
        long left = 100 - 30 - leased;
        assertThat(admittedAtOnce(one, TIMELINE, 200)).isEqualTo((int) (leased - 1 + (left + 1) / 2));
    }

    @Test
    void twoNodesThatNeverSawALimitAdmitItsCapacityTogether() {
        one.become(Mood.GONE);
        other.become(Mood.GONE);
        assertThat(admittedSlowly(one, 80) + admittedSlowly(other, 80)).isEqualTo(100);
    }

    @Test
    void theLastTokenIsNotDividedIntoNothing() {
        assertThat(admittedSlowly(one, 99)).isEqualTo(99);
        one.become(Mood.GONE);
        assertThat(one.admits(timeline(1))).isTrue();
        assertThat(one.admits(timeline(1))).isFalse();
    }

    @Test
    void aShareEndsWithItsWindow() {
        admittedSlowly(one, 100);
        time.pass(Duration.ofMinutes(10));
        one.become(Mood.GONE);
        Decision denied = one.decide(timeline(1));
        assertThat(((Decision.Denied) denied).retryAfter()).isLessThan(Duration.ofMinutes(5));
        time.pass(((Decision.Denied) denied).retryAfter());
        assertThat(admittedSlowly(one, 80)).isEqualTo(50);
    }

    @Test
    void anOpenBreakerAsksNobodyAndReturnsStepByStep() {
        one.become(Mood.GONE);
        admittedSlowly(one, 5);
        int asked = one.way().asked();
        admittedSlowly(one, 3);
        assertThat(one.way().asked()).isEqualTo(asked);
        one.become(Mood.WELL);
        one.tick(time, SECOND);
        assertThat(one.limiter().stats().breaker()).isEqualTo("ramping");
        one.tick(time, Duration.ofSeconds(11));
        assertThat(one.limiter().stats().breaker()).isEqualTo("closed");
        assertThat(one.decide(timeline(1)).source()).isEqualTo(Source.STORE);
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void whatSharesAdmittedIsChargedOnReturnExactlyOnce(Mood mood) {
        admittedSlowly(one, 20);
        admittedSlowly(other, 10);
        one.become(mood);
        assertThat(admittedSlowly(one, 30)).isEqualTo(30);
        one.tick(time, Duration.ofMillis(100));
        assertThat(one.limiter().stats().borrowedTokens()).isEqualTo(30);
        assertThat(one.limiter().stats().overAdmissionBound()).isEqualTo(40);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(one.limiter().stats().owingHomes()).isZero();
        assertThat(one.limiter().stats().overAdmissionBound()).isZero();
        assertThat(charged()).isEqualTo(60);
    }

    @Test
    void debtDoesNotReachTheNextWindow() {
        admittedSlowly(one, 20);
        one.become(Mood.FROZEN);
        assertThat(admittedSlowly(one, 30)).isEqualTo(30);
        time.pass(QUARTER);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(charged()).isZero();
        assertThat(admittedSlowly(other, 200)).isEqualTo(100);
    }

    @Test
    void aCallExecutedAfterItsCallerHadGivenUpChargesNobody() {
        admittedSlowly(one, 100);
        one.become(Mood.FROZEN);
        time.pass(Duration.ofMillis(101));
        assertThat(one.admits(timeline(1))).isFalse();
        // The frozen call is executed in the next window, which has room for it.
        time.pass(QUARTER);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(3));
        assertThat(charged()).isZero();
    }

    @Test
    void aWipedWindowIsBroughtBackByTheNodesThatSpentOfIt() {
        admittedSlowly(one, 30);
        admittedSlowly(other, 20);
        store.wipe();
        time.pass(SECOND);
        assertThat(one.admits(timeline(1))).isTrue();
        assertThat(other.admits(timeline(1))).isTrue();
        assertThat(charged()).isEqualTo(52);
        assertThat(one.limiter().stats().vanishedBuckets()).isEqualTo(1);
    }

    @Test
    void aWipedQuotaIsRebuiltFromTheLedger() {
        time.pass(MINUTE);
        assertThat(one.admits(posts(400))).isTrue();
        figure = CompletableFuture.completedFuture(400L);
        store.wipe();
        time.pass(MINUTE);
        assertThat(one.admits(posts(601))).isFalse();
        time.pass(MINUTE);
        assertThat(one.admits(posts(600))).isTrue();
    }

    @Test
    void aChangedPlanCarriesConsumptionOverAndBack() {
        admittedSlowly(one, 50);
        Limit raised = Limit.window("timeline-15m", Unit.REQUESTS, 1_000, QUARTER);
        assertThat(one.decide(Demand.of(raised, "app-17", 0)).levels().get(0).remaining())
                .isEqualTo(500);
        admittedAtOnce(one, raised, 100);
        one.tick(time, Duration.ofSeconds(2));
        assertThat(one.decide(timeline(0)).levels().get(0).remaining()).isEqualTo(40);
    }

    @Test
    void aRefusedRequestIsReducedNotDeniedWhereThePlanSaysRefuse() {
        Limit strict = new Limit("login", Unit.REQUESTS, 5, QUARTER, Refill.WINDOW, OnStoreLoss.REFUSE);
        one.become(Mood.GONE);
        Decision decision = one.decide(Demand.of(strict, "app-17", 1), timeline(1));
        assertThat(decision).isInstanceOf(Decision.Reduced.class);
        assertThat(((Decision.Reduced) decision).retryAfter()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(admittedSlowly(one, 80)).isEqualTo(50);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(one.admits(Demand.of(strict, "app-17", 5))).isTrue();
    }

    @Test
    void aGenerousLimitIsWholeOnEachNode() {
        Limit generous = new Limit("reads", Unit.REQUESTS, 9, QUARTER, Refill.WINDOW, OnStoreLoss.GENEROUS);
        one.become(Mood.GONE);
        assertThat(admittedAtOnce(one, generous, 20)).isEqualTo(9);
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
    void whatWasReservedAndNotUsedIsBackAtOnceForEveryNode() {
        time.pass(MINUTE);
        Decision stored = one.decide(posts(400));
        assertThat(remaining(posts(0))).isEqualTo(600);
        one.settle(stored, Unit.POSTS, 10);
        // All but what the pace of spending calls for, and that a second later.
        assertThat(other.decide(posts(0)).levels().get(0).remaining()).isEqualTo(980);
        one.tick(time, Duration.ofMillis(1_100));
        assertThat(remaining(posts(0))).isEqualTo(990);
        one.become(Mood.GONE);
        Decision shared = one.decide(posts(100));
        assertThat(shared.source()).isEqualTo(Source.SHARE);
        one.settle(shared, Unit.POSTS, 30);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(remaining(posts(0))).isEqualTo(960);
    }

    @Test
    void aSettlementThatFindsTheStoreGoneIsDeliveredLater() {
        time.pass(MINUTE);
        Decision stored = one.decide(posts(400), timeline(1));
        one.become(Mood.GONE);
        one.settle(stored, Unit.POSTS, 10);
        one.become(Mood.WELL);
        one.tick(time, Duration.ofSeconds(15));
        assertThat(remaining(posts(0))).isEqualTo(990);
    }

    @Test
    void whatManyHomesAdmittedWithoutTheStoreIsToldByTheTimeItIsAskedAsUsual() {
        int homes = 30_000;
        one.become(Mood.GONE);
        for (int i = 0; i < homes; i++) {
            assertThat(one.admitsAt("account-" + i, Demand.of(TIMELINE, "app-" + i, 1)))
                    .isTrue();
        }
        one.become(Mood.WELL);
        // A probe within a second, and a ramp of ten.
        one.tick(time, Duration.ofSeconds(11));
        assertThat(one.limiter().stats().owingHomes()).isZero();
        assertThat(one.limiter().stats().borrowedTokens()).isZero();
        assertThat(one.limiter().stats().overAdmissionBound()).isZero();
    }

    @Test
    void aSettlementUnderAPlanThatHasChangedStillCounts() {
        time.pass(MINUTE);
        Decision stored = one.decide(posts(400));
        Limit doubled = Limit.quota("posts-month", Unit.POSTS, 2_000);
        time.pass(MINUTE);
        one.decide(Demand.of(doubled, "account-4", 0, month));
        one.settle(stored, Unit.POSTS, 100);
        one.tick(time, SECOND);
        assertThat(remaining(Demand.of(doubled, "account-4", 0, month))).isEqualTo(1_900);
    }

    @Test
    void slotsAreTakenReleasedAndKeptAliveByTheirNode() {
        Decision first = one.decide(stream(1));
        assertThat(other.admits(stream(1))).isTrue();
        assertThat(one.admits(stream(1))).isFalse();
        for (int i = 0; i < 10; i++) {
            one.tick(time, Duration.ofSeconds(5));
            other.limiter().tick();
        }
        assertThat(one.admits(stream(1))).isFalse();
        one.settle(first, Unit.CONCURRENT, 0);
        assertThat(one.admits(stream(1))).isTrue();
    }

    @Test
    void aSlotThatWasTakenWhileTheLedgerHadToBeAskedIsKeptAliveToo() {
        one.decide(posts(1), stream(1));
        one.tick(time, MINUTE);
        assertThat(other.admits(stream(1))).isTrue();
        assertThat(other.admits(stream(1))).isFalse();
    }

    @Test
    void theSlotsOfADeadNodeComeBackWithinTheirPeriod() {
        one.decide(stream(1));
        other.decide(stream(1));
        time.pass(Duration.ofSeconds(20));
        other.limiter().tick();
        time.pass(Duration.ofSeconds(10));
        assertThat(other.admits(stream(1))).isTrue();
        assertThat(other.admits(stream(1))).isFalse();
    }

    @Test
    void askingWhatWouldBeChargesNothing() {
        time.pass(SECOND);
        for (int i = 0; i < 300; i++) {
            Decision would = one.would(timeline(60), posts(10));
            assertThat(would).isInstanceOf(Decision.Allowed.class);
            assertThat(would.levels().get(0).remaining()).isEqualTo(40);
        }
        assertThat(charged()).isZero();
        admittedSlowly(one, 60);
        assertThat(one.would(timeline(41))).isInstanceOf(Decision.Denied.class);
        one.become(Mood.GONE);
        assertThat(one.would(timeline(1)).source()).isEqualTo(Source.SHARE);
        one.tick(time, Duration.ofMillis(100));
        assertThat(one.limiter().stats().borrowedTokens()).isZero();
    }

    @Test
    void aDecisionExplainsItself() {
        admittedSlowly(one, 39);
        time.pass(SECOND);
        assertThat(one.decide(timeline(1)).explain())
                .containsExactly(
                        "allowed for account-4, decided from store",
                        "timeline-15m of app-17: 100 in PT15M; asked 1, 60 left = 60 with the store + 0 leased here;"
                                + " whole again in 887600 ms; allows");
        admittedSlowly(one, 100);
        assertThat(one.decide(timeline(1)).explain().get(1)).endsWith("; refuses");
    }

    @Test
    void aQuotaWhoseLedgerIsSilentIsAdmittedAndSeededOnceLater() {
        CompletableFuture<Long> silent = new CompletableFuture<>();
        figure = silent;
        time.pass(MINUTE);
        assertThat(one.admits(posts(100))).isTrue();
        time.pass(MINUTE);
        assertThat(one.admits(posts(100))).isTrue();
        assertThat(one.limiter().stats().unseededQuotas()).isEqualTo(1);
        silent.complete(500L);
        // The ledger was asked when nothing was charged.
        assertThat(remaining(posts(0))).isEqualTo(300);
        assertThat(one.limiter().stats().unseededQuotas()).isZero();
    }

    @Test
    void aSpentQuotaStaysSpentWhenTheStoreIsWipedAndTheLedgerIsSilent() {
        figure = CompletableFuture.completedFuture(1000L);
        assertThat(one.admits(posts(1))).isFalse();
        figure = new CompletableFuture<>();
        store.wipe();
        time.pass(SECOND);
        Decision refused = one.decide(posts(1));
        assertThat(refused).isInstanceOf(Decision.Denied.class);
        assertThat(refused.source()).isEqualTo(Source.SHARE);
        // Looking alone does not make the node forget either.
        time.pass(MINUTE);
        one.decide(posts(0));
        assertThat(one.admits(posts(1))).isFalse();
    }

    @Test
    void aQuotaWithSomethingLeftIsAdmittedWhenTheStoreIsWipedAndTheLedgerIsSilent() {
        figure = CompletableFuture.completedFuture(600L);
        assertThat(one.admits(posts(1))).isTrue();
        figure = new CompletableFuture<>();
        store.wipe();
        time.pass(SECOND);
        assertThat(one.admits(posts(399))).isTrue();
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
        admittedSlowly(one, 4);
        LimiterStats stats = one.limiter().stats();
        assertThat(stats.callsInFlight()).isEqualTo(4);
        assertThat(stats.storeTimedOut()).isEqualTo(4);
        assertThat(stats.decisions(Source.SHARE, Outcome.ALLOWED)).isEqualTo(4);
        one.become(Mood.WELL);
        assertThat(one.limiter().stats().callsInFlight()).isZero();
        one.tick(time, Duration.ofSeconds(3));
        assertThat(charged()).isEqualTo(5);
    }

    @Test
    void anInterruptedCallerGetsADecisionAndKeepsHisInterrupt() {
        one.decide(timeline(1));
        one.become(Mood.FROZEN);
        Thread.currentThread().interrupt();
        assertThat(one.admits(timeline(1))).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
