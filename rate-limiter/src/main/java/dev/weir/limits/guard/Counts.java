package dev.weir.limits.guard;

import dev.weir.limits.Decision;
import dev.weir.limits.LimiterStats.DecisionCount;
import dev.weir.limits.LimiterStats.Outcome;
import dev.weir.limits.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What has happened since the start. Thread-safe. */
public final class Counts {

    public final LongAdder answered = new LongAdder();
    public final LongAdder timedOut = new LongAdder();
    public final LongAdder failed = new LongAdder();
    public final LongAdder notAsked = new LongAdder();
    public final LongAdder quarantined = new LongAdder();
    public final LongAdder evicted = new LongAdder();
    public final LongAdder ghosts = new LongAdder();
    public final LongAdder vanished = new LongAdder();
    private final ByOutcome leases = new ByOutcome();
    private final ByOutcome store = new ByOutcome();
    private final ByOutcome shares = new ByOutcome();

    /** Counts a decision. */
    public void decided(Decision decision) {
        ByOutcome counts = by(decision.source());
        if (decision instanceof Decision.Allowed) {
            counts.allowed.increment();
        } else if (decision instanceof Decision.Denied) {
            counts.denied.increment();
        } else {
            counts.reduced.increment();
        }
    }

    /** How often each source gave each outcome. */
    public List<DecisionCount> decisions() {
        List<DecisionCount> all = new ArrayList<>();
        for (Source source : Source.values()) {
            ByOutcome counts = by(source);
            all.add(new DecisionCount(source, Outcome.ALLOWED, counts.allowed.sum()));
            all.add(new DecisionCount(source, Outcome.DENIED, counts.denied.sum()));
            all.add(new DecisionCount(source, Outcome.REDUCED, counts.reduced.sum()));
        }
        return all;
    }

    private ByOutcome by(Source source) {
        return switch (source) {
            case LEASE -> leases;
            case STORE -> store;
            case SHARE -> shares;
        };
    }

    /** The decisions of one source. */
    private static final class ByOutcome {
        private final LongAdder allowed = new LongAdder();
        private final LongAdder denied = new LongAdder();
        private final LongAdder reduced = new LongAdder();
    }
}
