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
 * @param evidence what the figure was worked out from
 */
public record Level(
        Demand demand, long remaining, Instant resetsAt, Duration untilReset, boolean refused, Evidence evidence) {

    /** A level of which only the figures are known. */
    public Level(Demand demand, long remaining, Instant resetsAt, Duration untilReset, boolean refused) {
        this(demand, remaining, resetsAt, untilReset, refused, new Evidence(remaining, 0, 0, 0));
    }

    /**
     * The parts that {@code remaining} is the sum of, for explanations.
     *
     * @param unassigned tokens that belonged to no node when the store was last heard, after this decision
     * @param leased tokens leased to this node and not spent
     * @param share tokens that this node may spend although the store does not answer
     * @param ageNanos how long ago the store was heard; 0 when it took part in this decision, negative when it never was
     */
    public record Evidence(long unassigned, long leased, long share, long ageNanos) {}

    /** The limit. */
    public Limit limit() {
        return demand.limit();
    }

    /** How the figure came about, as one line for an operator. */
    public String explain() {
        Limit limit = limit();
        StringBuilder line = new StringBuilder(160)
                .append(limit.name())
                .append(" of ")
                .append(demand.holder())
                .append(": ")
                .append(limit.capacity())
                .append(limit.refill() == Refill.RELEASE ? " at a time" : " in " + period());
        line.append("; asked ")
                .append(demand.cost())
                .append(", ")
                .append(remaining)
                .append(" left = ");
        line.append(evidence.unassigned()).append(" with the store");
        line.append(" + ").append(evidence.leased()).append(" leased here");
        if (evidence.share() > 0) {
            line.append(" + ").append(evidence.share()).append(" of this node's share");
        }
        if (evidence.ageNanos() < 0) {
            line.append(", the store never heard");
        } else if (evidence.ageNanos() > 0) {
            line.append(", the store heard ")
                    .append(evidence.ageNanos() / 1_000_000)
                    .append(" ms ago");
        }
        line.append("; whole again in ").append(untilReset.toMillis()).append(" ms");
        return line.append(refused ? "; refuses" : "; allows").toString();
    }

    private String period() {
        return demand.period()
                .map(period -> "period " + period.id())
                .orElseGet(() -> limit().period().toString());
    }
}
