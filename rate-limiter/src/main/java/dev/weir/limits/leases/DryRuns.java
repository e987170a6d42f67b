package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Verdict;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.guard.StoreCalls;
import dev.weir.limits.leases.Pending.Answer;
import java.util.Optional;

/** Asks the store what a request would get; nothing is charged. Thread-safe. */
final class DryRuns {

    private final StoreCalls calls;
    private final QuotaSeeds seeds;
    private final AgreedNodes nodes;
    private final NodeTime time;

    DryRuns(StoreCalls calls, QuotaSeeds seeds, AgreedNodes nodes, NodeTime time) {
        this.calls = calls;
        this.seeds = seeds;
        this.nodes = nodes;
        this.time = time;
    }

    /** What the store says by the deadline; empty if it does not. */
    Optional<Decision> ask(Home home, LimitRequest request, long startNanos, long deadlineNanos) {
        Answer answer = ride(home, new Pending(request), startNanos + deadlineNanos);
        if (answer instanceof Answer.UnknownQuota) {
            seeds.seed(home, request, startNanos + deadlineNanos);
            answer = ride(home, new Pending(request), time.nanos() + deadlineNanos / 2);
        }
        return answer instanceof Answer.Decided decided ? Optional.of(decided.decision()) : Optional.empty();
    }

    private Answer ride(Home home, Pending pending, long untilNanos) {
        Sent dry = home.dryRun(pending, nodes.count(), time.nanos(), time.millis());
        Optional<StoreCalls.Call> call =
                calls.send(home.name(), dry.exchange(), true, reply -> pending.end(answer(dry, reply)));
        if (call.isEmpty()) {
            return new Answer.NoAnswer();
        }
        Answer answer = pending.await(untilNanos - time.nanos());
        if (!pending.isOver()) {
            call.get().giveUp();
        }
        return answer;
    }

    private static Answer answer(Sent dry, Optional<Reply> answer) {
        Reply reply = answer.orElse(null);
        if (reply == null) {
            return new Answer.NoAnswer();
        }
        if (reply.verdicts().stream().anyMatch(one -> one.outcome() == Verdict.Outcome.UNKNOWN_QUOTA)) {
            return new Answer.UnknownQuota();
        }
        return DryRun.decision(dry, reply).<Answer>map(Answer.Decided::new).orElseGet(Answer.NoAnswer::new);
    }
}
