package dev.weir.limits.buckets;

/**
 * What the asking node knows of a quota whose bucket may be missing.
 *
 * @param kind how much is known
 * @param spent tokens spent in the period; 0 unless {@link Kind#TOLD}
 */
public record Seed(Kind kind, long spent) {

    /** How much is known. */
    public enum Kind {
        /** Nobody asked the ledger yet: a missing bucket stays missing and nothing is charged. */
        UNASKED,
        /** The ledger did not answer: a missing bucket starts full, marked to be seeded later. */
        UNANSWERED,
        /** The ledger answered: a missing bucket starts with that much spent. */
        TOLD
    }

    private static final Seed NOTHING = new Seed(Kind.UNASKED, 0);
    private static final Seed SILENCE = new Seed(Kind.UNANSWERED, 0);

    /** Nothing is known. */
    public static Seed unasked() {
        return NOTHING;
    }

    /** The ledger was asked and is silent. */
    public static Seed unanswered() {
        return SILENCE;
    }

    /** The ledger's figure. */
    public static Seed told(long spent) {
        return new Seed(Kind.TOLD, Math.max(0, spent));
    }
}
