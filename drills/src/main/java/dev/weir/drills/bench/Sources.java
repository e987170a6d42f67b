package dev.weir.drills.bench;

import dev.weir.limits.Decision;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What decisions were taken from, so that a benchmark can be seen to measure what it says. One for each thread. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Sources {

    /** Decisions from leases. */
    public long lease;
    /** Decisions by the store. */
    public long store;
    /** Decisions from shares: the store did not answer in time. */
    public long share;
    /** Requests that were not allowed. */
    public long refused;

    /** Counts a decision. */
    Decision count(Decision decision) {
        switch (decision.source()) {
            case LEASE -> lease++;
            case STORE -> store++;
            case SHARE -> share++;
        }
        if (!(decision instanceof Decision.Allowed)) {
            refused++;
        }
        return decision;
    }
}
