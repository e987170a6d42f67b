package dev.weir.limits.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.Period;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Entry.Answer;
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

    private static Demand slot(long cost) {
        return Demand.of(Limit.concurrent("streams", 2, Duration.ofSeconds(30)), "account-4", cost);
    }

    private Ask month(Seed seed) {
        Period period =
                new Period("2027-01", Instant.ofEpochMilli(entry.nowMillis()).plus(Duration.ofDays(9)));
        return Ask.of(Demand.of(MONTH, "account-4", 0, period)).with(seed);
    }

    private Answer month(Seed seed, long cost) {
        return entry.want(List.of(month(seed)), List.of(cost));
    }

    private long left(long capacity) {
        return entry.node().decide(window(capacity, 0)).remaining(0);
    }

    @Test
    void aSmoothLimitDripsAndItsWaitIsHonest() {
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 4)).allowed()).isTrue();
        Answer denied = entry.decide(Demand.of(SMOOTH, "app-17", 3));
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.verdict().retryAfterMillis()).isBetween(1_500L, 1_501L);

        entry.pass(Duration.ofMillis(1_499));
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 3)).allowed()).isFalse();
        entry.pass(Duration.ofMillis(denied.verdict().retryAfterMillis() - 1_499));
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 3)).allowed()).isTrue();
    }

    @Test
    void lookingStartsNoWindow() {
        Answer look = entry.decide(window(3, 0));
        assertThat(look.allowed()).isTrue();
        assertThat(look.remaining(0)).isEqualTo(3);
        assertThat(entry.bytes()).isEmpty();
    }

    @Test
    void whoIsRefusedIsChargedNothingAnywhere() {
        entry.decide(window(1, 1));
        Answer denied = entry.decide(window(1, 1), Demand.of(SMOOTH, "app-17", 1));
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.verdict().refusing()).containsExactly(0);
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 0)).remaining(0)).isEqualTo(4);
    }

    @Test
    void aCostAboveTheCapacityNeverPassesAndSaysWhenTheLimitIsWhole() {
        assertThat(entry.decide(Demand.of(SMOOTH, "app-17", 2)).allowed()).isTrue();
        Answer denied = entry.decide(Demand.of(SMOOTH, "app-17", 9));
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.verdict().retryAfterMillis()).isBetween(1_000L, 1_001L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, 333, 899, 1_000_000})
    void aCapacityThatChangesAndChangesBackLeavesNothingBehind(long other) {
        entry.decide(window(900, 412));
        for (int i = 0; i < 50; i++) {
            Answer look = entry.node().decide(window(other, 0), Demand.of(SMOOTH, "app-17", 1));
            assertThat(look.remaining(0)).isEqualTo(other * (900 - 412) / 900);
            entry.pass(Duration.ofSeconds(1));
        }
        assertThat(left(900)).isEqualTo(488);
    }

    @Test
    void aNodeThatHasNotHeardOfANewCapacityDoesNotFightOneThatHas() {
        Entry.Node old = entry.node();
        Entry.Node fresh = entry.node();
        for (int i = 0; i < 45; i++) {
            assertThat(old.decide(window(900, 9)).allowed()).isTrue();
            assertThat(fresh.decide(window(100, 1)).allowed()).isTrue();
        }
        assertThat(old.decide(window(900, 0)).remaining(0)).isEqualTo(90);
        assertThat(fresh.decide(window(100, 0)).remaining(0)).isEqualTo(10);
    }

    @Test
    void aReturnUnderAnOldCapacityCountsInProportion() {
        Entry.Node node = entry.node();
        node.decide(window(900, 450));
        assertThat(left(100)).isEqualTo(50);
        node.settle(window(900, 450), -225);
        assertThat(left(100)).isEqualTo(75);
        assertThat(left(900)).isEqualTo(675);
    }

    @Test
    void aSpentQuotaThatIsRaisedHasWhatTheRaiseAdds() {
        Period period =
                new Period("2027-01", Instant.ofEpochMilli(entry.nowMillis()).plus(Duration.ofDays(9)));
        Entry.Node node = entry.node();
        node.want(List.of(month(Seed.told(0))), List.of(1000L));
        Demand raised = Demand.of(Limit.quota("posts-month", Unit.POSTS, 10_000), "account-4", 0, period);
        assertThat(entry.node().decide(raised).remaining(0)).isEqualTo(9_000);
        Demand lowered = Demand.of(Limit.quota("posts-month", Unit.POSTS, 100), "account-4", 0, period);
        assertThat(entry.node().decide(lowered).remaining(0)).isZero();
        // What comes back under the old size counts as what it is.
        node.settle(month(Seed.unasked()), -400);
        assertThat(entry.node().decide(raised).remaining(0)).isEqualTo(9_400);
    }

    @Test
    void slotsThatAreTakenStayAsManyWhenThereAreMoreOfThem() {
        entry.node().decide(slot(2));
        Demand more = Demand.of(Limit.concurrent("streams", 10, Duration.ofSeconds(30)), "account-4", 0);
        assertThat(entry.node().decide(more).remaining(0)).isEqualTo(8);
    }

    @Test
    void aChangedCapacityKeepsTheWindow() {
        Answer first = entry.decide(window(100, 50));
        entry.pass(Duration.ofMinutes(5));
        Grant changed = entry.node().decide(window(1000, 0)).grants().get(0);
        assertThat(changed.free()).isEqualTo(500);
        assertThat(changed.resetsInMillis()).isEqualTo(Duration.ofMinutes(10).toMillis());
        assertThat(changed.bornMillis()).isEqualTo(first.grants().get(0).bornMillis());
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
        assertThat(entry.decide(window(3, 1)).remaining(0)).isEqualTo(2);
    }

    @Test
    void anEntryStaysSmall() {
        entry.want(
                List.of(Ask.of(window(900, 1)), Ask.of(Demand.of(SMOOTH, "app-17", 1)), month(Seed.told(5))),
                List.of(1L, 1L, 1L));
        assertThat(entry.bytes().length).isLessThan(290);
    }

    @Test
    void aHomeWithTooManyLimitsForgetsTheSoonestEndingOnesAndKeepsItsQuota() {
        month(Seed.told(400), 1);
        int evicted = 0;
        for (int i = 0; i < HomeEntry.MOST_BUCKETS + 10; i++) {
            evicted += entry.decide(Demand.of(Limit.window("w", Unit.REQUESTS, 9, QUARTER), "app-" + i, 1))
                    .reply()
                    .evicted();
            entry.pass(Duration.ofMillis(1));
        }
        assertThat(evicted).isEqualTo(11);
        assertThat(entry.bytes().length).isLessThan(120_000);
        assertThat(month(Seed.unasked(), 0).remaining(0)).isEqualTo(599);
    }

    @Test
    void anUnknownQuotaChargesNothingUntilItsUseIsTold() {
        List<Long> costs = List.of(1L, 10L);
        Answer unasked = entry.want(List.of(Ask.of(window(3, 1)), month(Seed.unasked())), costs);
        assertThat(unasked.verdict().outcome()).isEqualTo(Verdict.Outcome.UNKNOWN_QUOTA);
        assertThat(entry.bytes()).isEmpty();
        Answer told = entry.want(List.of(Ask.of(window(3, 1)), month(Seed.told(300))), costs);
        assertThat(told.remaining()).containsExactly(2L, 690L);
    }

    @Test
    void twoNodesThatAskedTheLedgerAtTheSameTimeSeedOnce() {
        month(Seed.told(300), 10);
        Answer second = entry.node().want(List.of(month(Seed.told(300))), List.of(10L));
        assertThat(second.remaining(0)).isEqualTo(680);
    }

    @Test
    void aQuotaStartedBlindIsSeededLaterAndOnce() {
        Answer first = month(Seed.unanswered(), 10);
        Grant started = first.grants().get(0);
        assertThat(started.seeded()).isFalse();
        assertThat(started.free()).isEqualTo(990);
        // Asked when 10 were charged, which the ledger's 310 hold; 20 more are charged before its answer arrives.
        month(Seed.unasked(), 20);
        Operation seed = new Operation.Seeding(month(Seed.unasked()), started.bornMillis(), 310, started.charged());
        entry.visit(seed);
        entry.visit(seed);
        Grant seeded = month(Seed.unasked(), 0).grants().get(0);
        assertThat(seeded.seeded()).isTrue();
        assertThat(seeded.free()).isEqualTo(1000 - 310 - 20);
    }

    @Test
    void anExchangeThatIsDoneTwiceChargesOnce() {
        Ask ask = Ask.of(window(100, 0));
        Claim claim = Claim.of(ask, Held.fresh(77));
        var exchange =
                new Operation.Exchange(1, 1, false, List.of(claim), List.of(new Want(List.of(new Want.Part(0, 30)))));
        Reply first = entry.visit(exchange);
        Reply second = entry.visit(exchange);
        assertThat(first.grants().get(0).ceiling()).isEqualTo(30);
        assertThat(second.grants()).isEqualTo(first.grants());
        assertThat(second.verdicts()).isEqualTo(first.verdicts());
        assertThat(left(100)).isEqualTo(70);
    }

    @Test
    void anExchangeThatIsOvertakenByALaterOneDoesNothing() {
        Ask ask = Ask.of(window(100, 0));
        Want thirty = new Want(List.of(new Want.Part(0, 30)));
        var early = new Operation.Exchange(1, 1, false, List.of(Claim.of(ask, Held.fresh(77))), List.of(thirty));
        var late = new Operation.Exchange(2, 1, false, List.of(Claim.of(ask, Held.fresh(77))), List.of(thirty));
        entry.visit(late);
        assertThat(entry.visit(early).outcome()).isEqualTo(Reply.Outcome.STALE);
        assertThat(left(100)).isEqualTo(70);
    }

    @Test
    void aGrantThatNobodyHeardOfIsTakenBackByTheNextExchange() {
        Ask ask = Ask.of(window(100, 0));
        Want thirty = new Want(List.of(new Want.Part(0, 30)));
        Entry.Node node = entry.node();
        node.decide(window(100, 1));
        Held before = node.of(ask);
        entry.visit(new Operation.Exchange(2, 1, false, List.of(Claim.of(ask, before)), List.of(thirty)));
        assertThat(left(100)).isEqualTo(69);
        Reply next = entry.visit(new Operation.Exchange(3, 1, false, List.of(Claim.of(ask, before)), List.of()));
        assertThat(next.grants().get(0).ceiling()).isEqualTo(1);
        assertThat(left(100)).isEqualTo(99);
    }

    @Test
    void leasesComeFromPlentyAndTheLastTokensOneByOne() {
        Ask ask = Ask.of(window(100, 0));
        Want one = new Want(List.of(new Want.Part(0, 1)));
        Claim greedy = new Claim(ask, Held.fresh(77), 1_000);
        Reply first = entry.visit(new Operation.Exchange(1, 2, false, List.of(greedy), List.of(one)));
        // One needed, and an eighth of the 99 that are left.
        assertThat(first.grants().get(0).ceiling()).isEqualTo(1 + 12);
        entry.node().decide(window(100, 80));
        Reply last = entry.visit(
                new Operation.Exchange(1, 2, false, List.of(new Claim(ask, Held.fresh(78), 1_000)), List.of(one)));
        assertThat(last.grants().get(0).ceiling()).isEqualTo(1);
    }

    @Test
    void leasesOfASmoothLimitHoldATenthOfItTogether() {
        Limit burst = Limit.smooth("burst", Unit.REQUESTS, 200, Duration.ofSeconds(10));
        Ask ask = Ask.of(Demand.of(burst, "app-17", 0));
        long leased = 0;
        for (int node = 1; node <= 5; node++) {
            Claim greedy = new Claim(ask, Held.fresh(node), 15);
            Reply reply = entry.visit(new Operation.Exchange(
                    1, 1, false, List.of(greedy), List.of(new Want(List.of(new Want.Part(0, 1))))));
            leased += reply.grants().get(0).ceiling() - 1;
        }
        assertThat(leased).isLessThanOrEqualTo(20).isGreaterThanOrEqualTo(15);
    }

    @Test
    void nothingComesBackBeyondTheCapacity() {
        Entry.Node node = entry.node();
        node.decide(window(100, 5));
        node.settle(window(100, 5), -50);
        assertThat(left(100)).isEqualTo(100);
    }

    @Test
    void whatWasAdmittedUnaskedIsChargedOnce() {
        Entry.Node node = entry.node();
        node.decide(window(100, 10));
        node.settle(window(100, 10), 25);
        node.tell(Ask.of(window(100, 0)));
        assertThat(left(100)).isEqualTo(65);
    }

    @Test
    void debtDiesWithItsWindow() {
        Entry.Node node = entry.node();
        Ask ask = Ask.of(window(100, 0));
        node.decide(window(100, 10));
        Held spentMore = node.of(ask);
        entry.pass(QUARTER);
        entry.node().decide(window(100, 1));
        node.become(ask, debt(spentMore, 40, Duration.ofSeconds(1)));
        assertThat(node.tell(ask).state()).isEqualTo(Grant.State.OVER);
        assertThat(left(100)).isEqualTo(99);
    }

    @Test
    void debtOfANodeThatNeverSawTheBucketCountsIfTheBucketWasThereBefore() {
        entry.decide(window(100, 1));
        entry.pass(Duration.ofMinutes(10));
        Ask ask = Ask.of(window(100, 0));
        Entry.Node young = entry.node();
        young.become(ask, unheard(40, Duration.ofMinutes(5), Duration.ofMinutes(10)));
        assertThat(young.tell(ask).state()).isEqualTo(Grant.State.LIVE);
        Entry.Node old = entry.node();
        old.become(ask, unheard(40, Duration.ofMinutes(11), Duration.ofMinutes(4)));
        assertThat(old.tell(ask).state()).isEqualTo(Grant.State.OVER);
        assertThat(left(100)).isEqualTo(59);
    }

    @Test
    void nodesBringBackWhatAWipedStoreHasForgottenOfTheirWindow() {
        Entry.Node one = entry.node();
        Entry.Node other = entry.node();
        one.decide(window(100, 30));
        other.decide(window(100, 20));
        entry.pass(Duration.ofMinutes(5));
        entry.become(null);
        Answer first = one.decide(window(100, 1));
        assertThat(first.grants().get(0).vanished()).isTrue();
        other.decide(window(100, 1));
        Grant restored = entry.node().decide(window(100, 0)).grants().get(0);
        assertThat(restored.free()).isEqualTo(48);
    }

    @Test
    void aQuotaIsRebuiltFromTheLedgerAndNotFromNodes() {
        month(Seed.told(300), 10);
        entry.become(null);
        assertThat(month(Seed.unasked(), 1).verdict().outcome()).isEqualTo(Verdict.Outcome.UNKNOWN_QUOTA);
        assertThat(month(Seed.told(310), 1).remaining(0)).isEqualTo(689);
    }

    @Test
    void aForgottenSessionIsChargedOnlyWhatWasNeverConfirmed() {
        Entry.Node node = entry.node();
        node.decide(window(1_000, 1));
        for (int i = 0; i < Holdings.MOST + 5; i++) {
            entry.pass(Duration.ofMillis(1));
            entry.node().decide(window(1_000, 1));
        }
        long before = left(1_000);
        node.settle(window(1_000, 1), 4);
        assertThat(left(1_000)).isEqualTo(before - 4);
    }

    @Test
    void slotsComeBackWhenReleasedOrWhenTheirNodeIsSilentForAPeriod() {
        Entry.Node alive = entry.node();
        Entry.Node dead = entry.node();
        assertThat(alive.decide(slot(1)).allowed()).isTrue();
        assertThat(dead.decide(slot(1)).allowed()).isTrue();
        Entry.Node third = entry.node();
        assertThat(third.decide(slot(1)).allowed()).isFalse();
        entry.pass(Duration.ofSeconds(20));
        alive.tell(Ask.of(slot(0)));
        entry.pass(Duration.ofSeconds(10));
        assertThat(third.decide(slot(1)).allowed()).isTrue();
        assertThat(third.decide(slot(1)).allowed()).isFalse();
        alive.settle(slot(1), -1);
        assertThat(third.decide(slot(1)).allowed()).isTrue();
    }

    @Test
    void aReleaseThatIsOvertakenByTheTakingLeaksNoSlot() {
        Ask ask = Ask.of(slot(0));
        Want one = new Want(List.of(new Want.Part(0, 1)));
        var take = new Operation.Exchange(1, 1, false, List.of(Claim.of(ask, Held.fresh(7))), List.of(one));
        entry.visit(new Operation.Exchange(2, 1, false, List.of(Claim.of(ask, Held.fresh(7))), List.of(one)));
        Held nothing = new Held(7, 0, 0, 1, entry.nowMillis(), 0, 0, 0, false);
        entry.visit(new Operation.Exchange(3, 1, false, List.of(Claim.of(ask, nothing)), List.of()));
        entry.visit(take);
        Entry.Node node = entry.node();
        assertThat(node.decide(slot(2)).allowed()).isTrue();
    }

    @Test
    void aDryRunSaysTheSameAndChangesNothing() {
        entry.decide(window(100, 40));
        byte[] before = entry.bytes();
        Claim claim = Claim.of(Ask.of(window(100, 0)), Held.nothing());
        Want sixty = new Want(List.of(new Want.Part(0, 60)));
        Want sixtyOne = new Want(List.of(new Want.Part(0, 61)));
        Reply fits = entry.visit(new Operation.Exchange(1, 1, true, List.of(claim), List.of(sixty)));
        Reply tooMuch = entry.visit(new Operation.Exchange(1, 1, true, List.of(claim), List.of(sixtyOne)));
        assertThat(fits.verdicts().get(0).outcome()).isEqualTo(Verdict.Outcome.ALLOWED);
        assertThat(tooMuch.verdicts().get(0).outcome()).isEqualTo(Verdict.Outcome.DENIED);
        assertThat(entry.bytes()).isEqualTo(before);
    }

    @Test
    void bothSidesOfASplitStayCharged() {
        Entry.Node one = entry.node();
        Entry.Node other = entry.node();
        one.decide(window(100, 10), slot(1));
        other.decide(window(100, 5));
        byte[] before = entry.bytes();
        one.decide(window(100, 20));
        byte[] left = entry.bytes();
        entry.become(before);
        other.decide(window(100, 30), slot(1));
        byte[] right = entry.bytes();
        for (List<byte[]> order : List.of(List.of(left, right), List.of(right, left))) {
            Visit merged = Visit.merge(order.get(0), order.get(1), entry.nowMillis());
            entry.become(merged.entry());
            assertThat(left(100)).isEqualTo(100 - 10 - 5 - 20 - 30);
            assertThat(entry.node().decide(slot(1)).allowed()).isFalse();
        }
    }

    @Test
    void aSideOfASplitThatCannotBeReadCountsAsMissing() {
        entry.decide(window(100, 10));
        byte[] good = entry.bytes();
        entry.become(Visit.merge(new byte[] {1, 2}, good, entry.nowMillis()).entry());
        assertThat(left(100)).isEqualTo(90);
        assertThat(Visit.merge(new byte[0], new byte[9], entry.nowMillis()).entry())
                .isNull();
    }

    @Test
    void debtShowsAsZeroAndNothingElse() {
        entry.decide(window(100, 1));
        entry.settle(window(100, 1), 5_000_000);
        assertThat(left(100)).isZero();
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
        assertThat(entry.decide(window(100, 1)).reply().quarantined()).contains("version 3 is unknown");
    }

    @Test
    void anOperationOfALaterVersionIsNotUnderstoodAndTouchesNothing() {
        byte[] later = Wire.write(new Operation.Look());
        later[0] = 9;
        Visit visit = Visit.pay(null, later, entry.nowMillis());
        assertThat(visit.entry()).isNull();
        assertThat(Wire.readReply(visit.reply()).outcome()).isEqualTo(Reply.Outcome.NOT_UNDERSTOOD);
    }

    private void assertQuarantinedOnce() {
        Entry.Node node = entry.node();
        Answer answer = node.decide(window(100, 1));
        assertThat(answer.reply().quarantined()).isNotEmpty();
        assertThat(answer.allowed()).isTrue();
        assertThat(node.decide(window(100, 1)).reply().quarantined()).isEmpty();
    }

    private static Held debt(Held held, long more, Duration left) {
        return new Held(
                held.session(),
                held.spent() + more,
                held.ceiling() + more,
                held.acked(),
                held.bornMillis(),
                held.endsMillis(),
                0,
                left.toMillis(),
                false);
    }

    private Held unheard(long spent, Duration age, Duration left) {
        return new Held(
                -entry.nowMillis() - age.toMillis(), spent, spent, 0, 0, 0, age.toMillis(), left.toMillis(), false);
    }
}
