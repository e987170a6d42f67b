package dev.weir.limits.guard;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Correction;
import dev.weir.limits.buckets.Operation;
import dev.weir.limits.buckets.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts the store right after the fact: settlements, charges whose caller had given up, and what was spent from shares
 * while it was away. Nothing here is waited for. Thread-safe.
 *
 * <p>Each correction is sent once. If the store fails in the middle of one, whether it was done is unknown, and it is
 * dropped: a token too many for a caller, never one too few.
 */
final class Corrections {

    private final StoreCalls calls;
    private final Homes homes;
    private final NodeTime time;
    private final Counts counts;

    Corrections(StoreCalls calls, Homes homes, NodeTime time, Counts counts) {
        this.calls = calls;
        this.homes = homes;
        this.time = time;
        this.counts = counts;
    }

    /** Replaces the reserved cost of a decision by the real one. */
    void settle(Decision.Allowed decision, Charge charge, Map<Unit, Long> actual) {
        String home = decision.request().home();
        long nowMillis = time.millis();
        List<Debt> atStore = new ArrayList<>();
        for (int i = 0; i < decision.request().demands().size(); i++) {
            Demand demand = decision.request().demands().get(i);
            Long used = actual.get(demand.limit().unit());
            if (used == null || used == demand.cost()) {
                continue;
            }
            Ask ask = Ask.of(demand);
            Charge.Line line = charge.lines().get(i);
            long delta = used - demand.cost();
            if (decision.source() == Source.SHARE) {
                homes.of(home).correct(ask, line, delta, charge.atMillis(), nowMillis);
                homes.owes(home);
            } else {
                homes.of(home).adjustKnown(ask, line.bornMillis(), delta, nowMillis);
                atStore.add(new Debt(ask, delta, line.bornMillis(), charge.atMillis(), line.endsMillis()));
            }
        }
        if (!atStore.isEmpty()) {
            correctStore(home, atStore);
        }
    }

    /** A call that its caller has given up; what the store still does with it is put right. */
    Ghost ghost(String home, List<Ask> asks) {
        HomeMemory memory = homes.of(home);
        memory.haunt();
        return new Ghost(asks, (same, late, admittedHere) -> {
            if (late.map(reply -> reply.outcome() == Reply.Outcome.ALLOWED).orElse(false)) {
                counts.ghosts.increment();
            }
            List<Debt> refunds = memory.layToRest(asks, late, admittedHere, time.millis());
            if (!refunds.isEmpty()) {
                correctStore(home, refunds);
            }
        });
    }

    /** Reports what this home owes, if it does. Called before a decision of the same home, which it then precedes. */
    void reportFirst(String home) {
        if (homes.isOwing(home) && calls.isWell()) {
            report(home);
        }
    }

    /** Reports for some of the homes that owe. */
    void reportSome(int count) {
        for (String home : homes.someOwing(count)) {
            report(home);
        }
    }

    private void report(String home) {
        if (!homes.claim(home)) {
            return;
        }
        HomeMemory memory = homes.of(home);
        if (memory.isHaunted()) {
            homes.owes(home);
            return;
        }
        long nowMillis = time.millis();
        List<Debt> due = memory.report(nowMillis);
        if (due.isEmpty()) {
            return;
        }
        List<Correction> corrections =
                due.stream().map(debt -> debt.toCorrection(nowMillis)).toList();
        calls.send(home, new Operation.Correct(corrections), ended -> {
            boolean back = ended == StoreCalls.Sent.NOT_SENT;
            memory.reported(due, back, time.millis());
            if (back) {
                homes.owes(home);
            } else if (ended == StoreCalls.Sent.UNKNOWN) {
                counts.dropped.add(due.size());
            }
        });
    }

    private void correctStore(String home, List<Debt> debts) {
        if (!calls.isWell()) {
            oweLater(home, debts);
            return;
        }
        long nowMillis = time.millis();
        List<Correction> corrections = debts.stream()
                .map(debt -> debt.bornMillis() != 0
                        ? Correction.receipt(debt.ask(), debt.bornMillis(), debt.delta())
                        : debt.toCorrection(nowMillis))
                .toList();
        calls.send(home, new Operation.Correct(corrections), ended -> {
            if (ended == StoreCalls.Sent.NOT_SENT) {
                oweLater(home, debts);
            } else if (ended == StoreCalls.Sent.UNKNOWN) {
                counts.dropped.add(debts.size());
            }
        });
    }

    private void oweLater(String home, List<Debt> debts) {
        debts.forEach(debt -> homes.of(home).owe(debt, time.millis()));
        homes.owes(home);
    }
}
