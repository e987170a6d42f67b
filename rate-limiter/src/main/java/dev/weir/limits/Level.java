package dev.weir.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * Where one limit stands after a decision.
 *
 * @param demand the limit and what was asked of it
 * @param remaining tokens left after the decision, 0 to {@code capacity}; debt shows as 0
 * @param resetsAt when all of it is back, by the clock of the store
 * @param untilReset the same as a duration from the moment of the decision, never negative
 * @param refused whether this limit is a reason for a refusal
 */
public record Level(Demand demand, long remaining, Instant resetsAt, Duration untilReset, boolean refused) {

    /** The limit. */
    public Limit limit() {
        return demand.limit();
    }
}
