package dev.weir.limits.guard;

import dev.weir.limits.Decision;
import dev.weir.limits.LimiterStats.DecisionCount;
import dev.weir.limits.LimiterStats.Outcome;
import dev.weir.limits.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Source, Map<Outcome, LongAdder>> decisions = new EnumMap<>(Source.class);

    public Counts() {
        for (Source source : Source.values()) {
            Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(outcome, new LongAdder());
            }
            decisions.put(source, outcomes);
        }
    }

    /** Counts a decision. */
    public void decided(Decision decision) {
        Map<Outcome, LongAdder> outcomes = decisions.get(decision.source());
        LongAdder adder = outcomes == null ? null : outcomes.get(outcome(decision));
        if (adder != null) {
            adder.increment();
        }
    }

    /** How often each source gave each outcome. */
    public List<DecisionCount> decisions() {
        List<DecisionCount> all = new ArrayList<>();
        decisions.forEach((source, outcomes) ->
                outcomes.forEach((outcome, adder) -> all.add(new DecisionCount(source, outcome, adder.sum()))));
        return all;
    }

    private static Outcome outcome(Decision decision) {
        if (decision instanceof Decision.Allowed) {
            return Outcome.ALLOWED;
        }
        return decision instanceof Decision.Denied ? Outcome.DENIED : Outcome.REDUCED;
    }
}
