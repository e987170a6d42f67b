package dev.weir.limits.buckets;

/**
 * A node's word about one bucket, in totals since its <em>session</em> with that bucket began. Totals can be said twice,
 * or late, or never, without anything being charged twice: the owner charges the difference to the last total it heard.
 *
 * @param session names the session among all sessions of all nodes; 0 for a node that only asks what would be
 * @param spent tokens spent
 * @param ceiling tokens that the node has the right to spend: those it was granted, plus those it admitted unasked
 * @param acked the ceiling that the owner last confirmed, for an owner that has forgotten the session
 * @param bornMillis when the bucket was started, as the owner said; 0 if it never did
 * @param endsMillis when its window ends, as the owner said; 0 if it never did
 * @param ageMillis how long before now the session began
 * @param leftMillis how long from now its window lasts, by the node's reckoning
 * @param retired whether the node takes no more tokens under this session: the plan has changed
 */
public record Held(
        long session,
        long spent,
        long ceiling,
        long acked,
        long bornMillis,
        long endsMillis,
        long ageMillis,
        long leftMillis,
        boolean retired) {

    private static final Held NOTHING = new Held(0, 0, 0, 0, 0, 0, 0, 0, false);

    /** A node that holds nothing and wants to hold nothing. */
    public static Held nothing() {
        return NOTHING;
    }

    /** A session that begins now. */
    public static Held fresh(long session) {
        return new Held(session, 0, 0, 0, 0, 0, 0, 0, false);
    }

    /** Tokens that count as gone: granted to the node, or taken by it. */
    long total() {
        return Math.max(spent, ceiling);
    }

    /** Tokens that the node may spend without asking. */
    long unspent() {
        return Math.max(0, ceiling - spent);
    }

    /** Whether the owner has never heard of the session. */
    boolean isNew() {
        return bornMillis == 0;
    }
}
