package dev.weir.limits.leases;

import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.Refill;
import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket stands as far as this node knows: what the store or the ledger has said of it, and when that was. Part of a
 * {@link Lease}, and guarded with it by its {@link Home}. Times are monotonic nanoseconds of this node, where nothing
 * else is said; {@code held} is what the lease has unspent.
 */
final class Standing {

    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Ask ask;
    private boolean heard;
    private boolean live;
    private long heardNanos;
    private long free;
    private long bornMillis;
    private long storeEndsMillis;
    private long endsNanos = NEVER;
    private long resetsNanos;
    private Instant resetsAt = Instant.EPOCH;

    /** Nothing is known yet. */
    Standing(Ask ask) {
        this.ask = ask;
        if (refill() == Refill.PERIOD) {
            resetsAt = Instant.ofEpochMilli(ask.periodEndsMillis());
        }
    }

    private Refill refill() {
        return ask.refill();
    }

    /** Takes in what the store said to an exchange that was asked then. */
    void granted(Grant grant, long askedNanos, Instant storeNow, long nowNanos) {
        // A quota that the store has lost is as full as it was, not full.
        boolean lost = heard && refill() == Refill.PERIOD && grant.state() == Grant.State.ABSENT;
        heard = true;
        live = grant.state() == Grant.State.LIVE;
        heardNanos = nowNanos;
        free = lost ? free : grant.free();
        bornMillis = grant.bornMillis();
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(grant.leftMillis());
        storeEndsMillis = storeNow.toEpochMilli() + grant.leftMillis();
        if (refill() == Refill.WINDOW || refill() == Refill.PERIOD) {
            endsNanos = live ? askedNanos + leftNanos : NEVER;
        }
        resetsNanos = askedNanos + TimeUnit.MILLISECONDS.toNanos(grant.resetsInMillis());
        resetsAt = storeNow.plusMillis(grant.resetsInMillis());
    }

    /** Takes in what the ledger says of a quota of which the store has said nothing. */
    void learnSpent(long used, long nowNanos, long nowMillis) {
        if (!heard) {
            heard = true;
            heardNanos = nowNanos;
            free = Math.max(0, ask.capacity() - used);
            resetsNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(ask.periodEndsMillis() - nowMillis);
        }
    }

    /** The same bucket under another plan, in the same window. */
    Standing under(Ask changed, long held, long nowNanos) {
        Standing next = new Standing(changed);
        next.heard = heard;
        next.heardNanos = nowNanos;
        next.free = changed.refill().carried(free(held, nowNanos), ask.capacity(), changed.capacity());
        next.endsNanos = endsNanos;
        next.resetsNanos = resetsNanos;
        next.resetsAt = resetsAt;
        return next;
    }

    /** The store knows the bucket no more: it stands as it did, less what was admitted since. */
    void remember(Standing lost, long admitted) {
        heard = true;
        free = Math.max(0, (lost.heard ? lost.free : ask.capacity()) - admitted);
    }

    /** A window begins that the store does not know of. */
    void begin(long nowNanos) {
        endsNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(ask.periodMillis());
    }

    /** Whether the store or the ledger has said anything. */
    boolean isHeard() {
        return heard;
    }

    /** Whether the store has such a bucket. */
    boolean isLive() {
        return live;
    }

    /** Whether it ends at a time that is known. */
    boolean hasEnd() {
        return endsNanos != NEVER;
    }

    /** Whether its window has ended. */
    boolean isOver(long nowNanos) {
        return nowNanos - endsNanos >= 0;
    }

    /** How long its window still lasts, in milliseconds; 0 when nobody knows. */
    long leftMillis(long nowNanos) {
        return hasEnd() ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(endsNanos - nowNanos)) : 0;
    }

    /** When it ends by the wall clock, or would if it began now; epoch milliseconds. */
    long endsMillis(long nowNanos, long nowMillis) {
        if (hasEnd()) {
            return nowMillis + TimeUnit.NANOSECONDS.toMillis(endsNanos - nowNanos);
        }
        return refill() == Refill.PERIOD ? ask.periodEndsMillis() : nowMillis + ask.periodMillis();
    }

    /** When the store says that it ends; epoch milliseconds of the owner's clock. */
    long storeEndsMillis() {
        return storeEndsMillis;
    }

    /** When the store says that it began; epoch milliseconds of the owner's clock. */
    long bornMillis() {
        return bornMillis;
    }

    /** How long ago it was last heard of. */
    long ageNanos(long nowNanos) {
        return nowNanos - heardNanos;
    }

    /** Tokens that belonged to no node when the store was last heard. */
    long free() {
        return free;
    }

    /** The same, with what has dripped back since. */
    long free(long held, long nowNanos) {
        if (refill() != Refill.SMOOTH || free >= ask.capacity()) {
            return free;
        }
        double periodNanos = TimeUnit.MILLISECONDS.toNanos(ask.periodMillis());
        long dripped = (long) ((nowNanos - heardNanos) * (ask.capacity() / periodNanos));
        return Math.min(ask.capacity() - held, free + dripped);
    }

    /** The same; everything where nothing was ever heard. */
    long freeOrFull(long held, long nowNanos) {
        return heard ? free(held, nowNanos) : ask.capacity();
    }

    /** Where the limit stands. */
    Level level(Demand demand, long held, boolean refused, long nowNanos) {
        long unspent = Math.max(0, held);
        long unassigned = free(held, nowNanos);
        long remaining = Math.max(0, Math.min(ask.capacity(), unassigned + unspent));
        Level.Evidence evidence = new Level.Evidence(unassigned, unspent, 0, ageNanos(nowNanos));
        if (refill() == Refill.SMOOTH) {
            long missing = ask.capacity() - remaining;
            long nanos = (long) ((double) missing * TimeUnit.MILLISECONDS.toNanos(ask.periodMillis()) / ask.capacity());
            long moved = nanos - (resetsNanos - nowNanos);
            return new Level(demand, remaining, resetsAt.plusNanos(moved), Duration.ofNanos(nanos), refused, evidence);
        }
        return new Level(
                demand, remaining, resetsAt, Duration.ofNanos(Math.max(0, resetsNanos - nowNanos)), refused, evidence);
    }

    /** Where the limit stands for a decision that was taken without the store, from this portion if from any. */
    Level levelOfShare(
            Demand demand, @Nullable Portion from, long held, boolean refused, long nowNanos, long nowMillis) {
        long unspent = Math.max(0, held);
        long share = from == null ? 0 : from.remaining();
        long known = heard ? free(held, nowNanos) : 0;
        // Who is refused is told 0, whatever crumbs are left.
        long remaining = refused ? 0 : from == null ? Math.max(unspent, known) : unspent + share;
        long resetsInMillis = from == null
                ? TimeUnit.NANOSECONDS.toMillis(Math.max(0, resetsNanos - nowNanos))
                : Math.max(0, from.resetsAtMillis(nowMillis) - nowMillis);
        return new Level(
                demand,
                Math.min(remaining, ask.capacity()),
                Instant.ofEpochMilli(nowMillis + resetsInMillis),
                Duration.ofMillis(resetsInMillis),
                refused,
                new Level.Evidence(known, unspent, share, heard ? ageNanos(nowNanos) : -1));
    }

    @Override
    public String toString() {
        return free + " free, " + (live ? "live" : heard ? "absent" : "unheard");
    }
}
