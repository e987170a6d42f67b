package dev.weir.limits.buckets;

import java.util.List;

/** What a node wants done with one home, in one visit of the store. */
public sealed interface Operation {

    /** Charge all of it, or nothing. */
    record Decide(List<Ask> asks) implements Operation {
        public Decide {
            asks = List.copyOf(asks);
        }
    }

    /** Put earlier charges right; never refused. */
    record Correct(List<Correction> corrections) implements Operation {
        public Correct {
            corrections = List.copyOf(corrections);
        }
    }

    /** Touch nothing: does the store answer? */
    record Look() implements Operation {}
}
