package dev.weir.limits.guard;

import dev.weir.limits.Demand;
import dev.weir.limits.OnStoreLoss;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.BucketKey;
import dev.weir.limits.buckets.Reply;
import dev.weir.limits.buckets.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that this node remembers of one home. Thread-safe. */
final class HomeMemory {

    private static final int TIDY_ABOVE = 64;

    private final Map<BucketKey, Share> shares = new HashMap<>();
    private int ghosts;

    /** What a decision from the shares came to. */
    record Verdict(boolean allowed, List<Stand> stands, List<Charge.Line> lines, long waitMillis) {}

    /** How one share stands. */
    record Stand(long remaining, long resetsAtMillis, boolean refused) {}

    /** Takes in the levels of a reply that was asked for at {@code askedMillis}. */
    synchronized void learn(List<Ask> asks, Reply reply, long askedMillis) {
        for (int i = 0; i < asks.size(); i++) {
            Standing standing = reply.standings().get(i);
            if (standing.bornMillis() != 0) {
                // Counted from the asking: a slow answer must not carry tokens of this window into the next.
                long endsMillis = askedMillis + standing.resetsAtMillis() - reply.nowMillis();
                Ask ask = asks.get(i);
                share(ask.key(), askedMillis)
                        .learn(standing.remaining(), ask.capacity(), standing.bornMillis(), endsMillis);
            }
        }
    }

    synchronized void learnSpent(Ask ask, long spent, int nodes, long nowMillis) {
        share(ask.key(), nowMillis).learnSpent(ask, spent, nodes);
    }

    synchronized void adjustKnown(Ask ask, long bornMillis, long delta, long nowMillis) {
        share(ask.key(), nowMillis).adjustKnown(bornMillis, delta);
    }

    synchronized boolean isKnown(BucketKey key, long nowMillis) {
        Share share = shares.get(key);
        return share != null && share.isKnown(nowMillis);
    }

    /** Decides from the shares: all are charged, or none is. */
    synchronized Verdict decide(List<Demand> demands, List<Ask> asks, int nodes, long nowMillis) {
        List<Portion> portions = new ArrayList<>(asks.size());
        long waitMillis = 0;
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            OnStoreLoss onLoss = demands.get(i).limit().onStoreLoss();
            Portion portion = share(ask.key(), nowMillis).open(ask, onLoss, nodes, nowMillis);
            portions.add(portion);
            if (portion.refuses(ask.cost())) {
                waitMillis = Math.max(waitMillis, portion.waitMillis(ask.cost(), nowMillis));
            }
        }
        boolean allowed = waitMillis == 0;
        List<Stand> stands = new ArrayList<>(asks.size());
        List<Charge.Line> lines = new ArrayList<>(asks.size());
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            Portion portion = portions.get(i);
            boolean refused = portion.refuses(ask.cost());
            if (allowed) {
                lines.add(share(ask.key(), nowMillis).use(portion, ask, nowMillis));
            }
            // Who is refused is told 0, whatever crumbs are left.
            stands.add(new Stand(refused ? 0 : portion.remaining(), portion.resetsAtMillis(nowMillis), refused));
        }
        return new Verdict(allowed, stands, lines, waitMillis);
    }

    /** Corrects a charge that was made from the shares. */
    synchronized void correct(Ask ask, Charge.Line line, long delta, long sinceMillis, long nowMillis) {
        share(ask.key(), nowMillis).correct(ask, line, delta, sinceMillis, nowMillis);
    }

    synchronized void owe(Debt debt, long nowMillis) {
        share(debt.ask().key(), nowMillis).owe(debt, nowMillis);
    }

    /** Whether calls of this home are under way that nobody waits for any more. What they do decides what is owed. */
    synchronized boolean isHaunted() {
        return ghosts > 0;
    }

    synchronized void haunt() {
        ghosts++;
    }

    /** A ghost has ended. Gives back the charges of a late answer that no debt stands for: those must be refunded. */
    synchronized List<Debt> layToRest(List<Ask> asks, Optional<Reply> late, boolean admittedHere, long nowMillis) {
        ghosts--;
        if (late.isEmpty() || late.get().standings().size() != asks.size()) {
            return List.of();
        }
        Reply reply = late.get();
        List<Debt> refunds = new ArrayList<>();
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            Standing standing = reply.standings().get(i);
            Share share = share(ask.key(), nowMillis);
            long endsMillis = nowMillis + standing.resetsAtMillis() - reply.nowMillis();
            if (reply.outcome() == Reply.Outcome.ALLOWED && ask.cost() > 0) {
                boolean forgiven = admittedHere && share.forgive(ask, standing.bornMillis());
                if (!forgiven) {
                    refunds.add(new Debt(ask, -ask.cost(), standing.bornMillis(), nowMillis, endsMillis));
                }
            }
            if (standing.bornMillis() != 0) {
                share.learnLate(standing.remaining(), ask.capacity(), standing.bornMillis(), endsMillis);
            }
        }
        return refunds;
    }

    /** Takes out everything that the store must be told. */
    synchronized List<Debt> report(long nowMillis) {
        List<Debt> due = new ArrayList<>();
        for (Share share : shares.values()) {
            share.report(nowMillis).ifPresent(due::add);
        }
        return due;
    }

    /** A report has ended; {@code back} if the store never got it. */
    synchronized void reported(List<Debt> sent, boolean back, long nowMillis) {
        for (Debt debt : sent) {
            share(debt.ask().key(), nowMillis).reported(debt, back, nowMillis);
        }
    }

    private Share share(BucketKey key, long nowMillis) {
        Share share = shares.get(key);
        if (share == null) {
            if (shares.size() >= TIDY_ABOVE) {
                shares.values().removeIf(old -> old.isIdle(nowMillis));
            }
            share = new Share();
            shares.put(key, share);
        }
        return share;
    }
}
