package dev.weir.limits.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.Period;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Reply.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Limit SMOOTH = Limit.smooth("burst", Unit.REQUESTS, 4, Duration.ofSeconds(2));
    private static final Limit MONTH = Limit.quota("posts-month", Unit.POSTS, 1000);

    private final Entry entry = new Entry();

    private static Demand window(long capacity, long cost) {
        return Demand.of(Limit.window("timeline-15m", Unit.REQUESTS, capacity, QUARTER), "app-17", cost);
    }

    private Ask month(Seed seed, long cost) {
        Period period =
                new Period("2027-01", Instant.ofEpochMilli(entry.nowMillis()).plus(Duration.ofDays(9)));
        return Ask.of(Demand.of(MONTH, "account-4", cost, period)).with(seed);
    }

    @Test
    void aSmoothLimitDripsAndItsWaitIsHonest() {
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 4)).outcome()).isEqualTo(Outcome.ALLOWED);
        Reply denied = entry.decide(Demand.of(SMOOTH, "app-17", 3));
        assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(denied.retryAfterMillis()).isBetween(1_500L, 1_501L);

        entry.pass(Duration.ofMillis(1_499));
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 3)).outcome()).isEqualTo(Outcome.DENIED);
        entry.pass(Duration.ofMillis(denied.retryAfterMillis() - 1_499));
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 3)).outcome()).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void lookingStartsNoWindow() {
        Reply look = entry.decide(window(3, 0));
        assertThat(look.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(look.standings().get(0).remaining()).isEqualTo(3);
        assertThat(entry.bytes()).isEmpty();
    }

    @Test
    void whoIsRefusedStartsNoWindow() {
        entry.decide(window(1, 1));
        byte[] before = entry.bytes();
        Reply denied = entry.decide(window(1, 1), Demand.of(SMOOTH, "app-17", 1));
        assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(entry.bytes()).isEqualTo(before);
    }

    @Test
    void aCostAboveTheCapacityNeverPassesAndSaysWhenTheLimitIsWhole() {
        Reply denied = entry.decide(Demand.of(SMOOTH, "app-17", 2));
        assertThat(denied.outcome()).isEqualTo(Outcome.ALLOWED);
        denied = entry.decide(Demand.of(SMOOTH, "app-17", 9));
        assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(denied.retryAfterMillis()).isBetween(1_000L, 1_001L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, 333, 899, 1_000_000})
    void aCapacityThatChangesAndChangesBackLeavesNothingBehind(long other) {
        entry.decide(window(900, 412));
        for (int i = 0; i < 50; i++) {
            Reply look = entry.decide(window(other, 0), Demand.of(SMOOTH, "app-17", 1));
            assertThat(look.standings().get(0).remaining()).isEqualTo(other * (900 - 412) / 900);
            entry.pass(Duration.ofSeconds(1));
        }
        assertThat(entry.decide(window(900, 0)).standings().get(0).remaining()).isEqualTo(488);
    }

    @Test
    void aChangedCapacityKeepsTheWindow() {
        Reply first = entry.decide(window(100, 50));
        entry.pass(Duration.ofMinutes(5));
        Standing changed = entry.decide(window(1000, 0)).standings().get(0);
        assertThat(changed.remaining()).isEqualTo(500);
        assertThat(changed.resetsAtMillis()).isEqualTo(first.standings().get(0).resetsAtMillis());
        assertThat(changed.bornMillis()).isEqualTo(first.standings().get(0).bornMillis());
    }

    @Test
    void anEntryLivesLongerThanItsLongestWindowAndEndedStatesGo() {
        entry.decide(window(3, 1), Demand.of(SMOOTH, "app-17", 1));
        assertThat(entry.ttlMillis()).isGreaterThan(QUARTER.toMillis());
        int both = entry.bytes().length;
        entry.pass(Duration.ofMinutes(1));
        entry.decide(window(3, 1));
        assertThat(entry.bytes().length).isLessThan(both);
        entry.pass(QUARTER);
        assertThat(entry.decide(window(3, 1)).standings().get(0).remaining()).isEqualTo(2);
    }

    @Test
    void anEntryStaysSmall() {
        entry.decideAsks(
                List.of(Ask.of(window(900, 1)), Ask.of(Demand.of(SMOOTH, "app-17", 1)), month(Seed.told(5), 1)));
        assertThat(entry.bytes().length).isLessThan(230);
    }

    @Test
    void aHomeWithTooManyLimitsForgetsTheSoonestEndingOnesAndKeepsItsQuota() {
        entry.decideAsks(List.of(month(Seed.told(400), 1)));
        int evicted = 0;
        for (int i = 0; i < HomeEntry.MOST_BUCKETS + 10; i++) {
            evicted += entry.decide(Demand.of(Limit.window("w", Unit.REQUESTS, 9, QUARTER), "app-" + i, 1))
                    .evicted();
            entry.pass(Duration.ofMillis(1));
        }
        assertThat(evicted).isEqualTo(11);
        assertThat(entry.bytes().length).isLessThan(100_000);
        Standing quota =
                entry.decideAsks(List.of(month(Seed.unasked(), 0))).standings().get(0);
        assertThat(quota.remaining()).isEqualTo(599);
    }

    @Test
    void anUnknownQuotaChargesNothingUntilItsUseIsTold() {
        Ask unasked = month(Seed.unasked(), 10);
        assertThat(entry.decideAsks(List.of(Ask.of(window(3, 1)), unasked)).outcome())
                .isEqualTo(Outcome.UNKNOWN_QUOTA);
        assertThat(entry.bytes()).isEmpty();
        Reply told = entry.decideAsks(List.of(Ask.of(window(3, 1)), unasked.with(Seed.told(300))));
        assertThat(told.standings()).extracting(Standing::remaining).containsExactly(2L, 690L);
    }

    @Test
    void twoNodesThatAskedTheLedgerAtTheSameTimeSeedOnce() {
        Ask both = month(Seed.told(300), 10);
        entry.decideAsks(List.of(both));
        Reply second = entry.decideAsks(List.of(both));
        assertThat(second.standings().get(0).remaining()).isEqualTo(680);
    }

    @Test
    void aQuotaStartedBlindIsSeededLaterAndOnce() {
        Ask blind = month(Seed.unanswered(), 10);
        Reply first = entry.decideAsks(List.of(blind));
        Standing started = first.standings().get(0);
        assertThat(started.seeded()).isFalse();
        assertThat(started.remaining()).isEqualTo(990);
        // Asked when 10 were charged, which the ledger's 310 hold; 20 more are charged before its answer arrives.
        entry.decideAsks(List.of(month(Seed.unasked(), 20)));
        Correction seed = Correction.seed(blind, started.bornMillis(), 310, started.charged());
        entry.correct(seed, seed);
        Standing seeded =
                entry.decideAsks(List.of(month(Seed.unasked(), 0))).standings().get(0);
        assertThat(seeded.seeded()).isTrue();
        assertThat(seeded.remaining()).isEqualTo(1000 - 310 - 20);
    }

    @Test
    void aReceiptCountsOnlyInTheBucketItWasWrittenFor() {
        Ask ask = Ask.of(window(100, 50));
        long born = entry.decideAsks(List.of(ask)).standings().get(0).bornMillis();
        entry.correct(Correction.receipt(ask, born, -40));
        assertThat(entry.decide(window(100, 0)).standings().get(0).remaining()).isEqualTo(90);
        entry.pass(QUARTER);
        entry.decide(window(100, 30));
        entry.correct(Correction.receipt(ask, born, -10), Correction.receipt(ask, born, 50));
        assertThat(entry.decide(window(100, 0)).standings().get(0).remaining()).isEqualTo(70);
    }

    @Test
    void nothingComesBackBeyondTheCapacity() {
        Ask ask = Ask.of(window(100, 5));
        long born = entry.decideAsks(List.of(ask)).standings().get(0).bornMillis();
        entry.correct(Correction.receipt(ask, born, -50));
        assertThat(entry.decide(window(100, 0)).standings().get(0).remaining()).isEqualTo(100);
    }

    @Test
    void debtDiesWithItsWindow() {
        entry.decide(window(100, 1));
        entry.pass(Duration.ofMinutes(10));
        Ask ask = Ask.of(window(100, 40));
        Correction fiveMinutesOld = debt(ask, 40, Duration.ofMinutes(5), Duration.ofMinutes(5));
        Correction olderThanTheWindow = debt(ask, 40, Duration.ofMinutes(11), Duration.ofMinutes(1));
        entry.correct(fiveMinutesOld, olderThanTheWindow);
        assertThat(entry.decide(window(100, 0)).standings().get(0).remaining()).isEqualTo(59);
    }

    @Test
    void debtStartsTheWindowThatTheStoreHasLostButNeverAQuota() {
        Ask ask = Ask.of(window(100, 40));
        entry.correct(
                debt(ask, 40, Duration.ofMinutes(5), Duration.ofMinutes(10)),
                debt(month(Seed.unasked(), 7), 7, Duration.ofMinutes(5), Duration.ofDays(9)));
        Standing window = entry.decide(window(100, 0)).standings().get(0);
        assertThat(window.remaining()).isEqualTo(60);
        assertThat(window.resetsAtMillis())
                .isEqualTo(entry.nowMillis() + Duration.ofMinutes(10).toMillis());
        assertThat(entry.decideAsks(List.of(month(Seed.unasked(), 1))).outcome())
                .isEqualTo(Outcome.UNKNOWN_QUOTA);
    }

    @Test
    void debtShowsAsZeroAndNothingElse() {
        Ask ask = Ask.of(window(100, 1));
        long born = entry.decideAsks(List.of(ask)).standings().get(0).bornMillis();
        entry.correct(Correction.receipt(ask, born, 5_000_000));
        assertThat(entry.decide(window(100, 0)).standings().get(0).remaining()).isZero();
    }

    @Test
    void whateverIsWrongWithAnEntryItIsStartedAnewAndSaidSo() {
        entry.decide(window(100, 40));
        byte[] good = entry.bytes();
        for (int length = 0; length < good.length; length++) {
            entry.become(Arrays.copyOf(good, length));
            assertQuarantinedOnce();
        }
        for (int at = 0; at < good.length; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) 0x10;
            entry.become(flipped);
            assertQuarantinedOnce();
        }
    }

    @Test
    void anEntryOfALaterVersionIsUnknownToo() {
        entry.decide(window(100, 40));
        byte[] later = entry.bytes();
        later[0] = HomeEntry.VERSION + 1;
        entry.become(later);
        assertThat(entry.decide(window(100, 1)).quarantined()).contains("version 2 is unknown");
    }

    @Test
    void anOperationOfALaterVersionIsNotUnderstoodAndTouchesNothing() {
        byte[] later = Wire.write(new Operation.Decide(List.of(Ask.of(window(9, 1)))));
        later[0] = 9;
        Visit visit = Visit.pay(null, later, entry.nowMillis());
        assertThat(visit.entry()).isNull();
        assertThat(Wire.readReply(visit.reply()).outcome()).isEqualTo(Outcome.NOT_UNDERSTOOD);
    }

    private void assertQuarantinedOnce() {
        Reply reply = entry.decide(window(100, 1));
        assertThat(reply.quarantined()).isNotEmpty();
        assertThat(reply.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(entry.decide(window(100, 1)).quarantined()).isEmpty();
    }

    private static Correction debt(Ask ask, long delta, Duration age, Duration left) {
        return new Correction(
                ask.key(),
                ask.capacity(),
                ask.periodMillis(),
                delta,
                Correction.Reason.DEBT,
                0,
                age.toMillis(),
                left.toMillis());
    }
}
