package dev.weir.limits.buckets;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One visit to the entry of a home, by whoever owns it: bytes and an operation in, bytes and a reply out. Never throws:
 * an entry that cannot be read is started anew and the reply says so.
 */
public final class Visit {

    /** Added to every expiry: a store that counts in seconds must not forget early. */
    private static final long EXPIRY_MARGIN_MILLIS = 60_000;

    private final byte @Nullable [] entry;
    private final long ttlMillis;
    private final byte[] reply;

    private Visit(byte @Nullable [] entry, long ttlMillis, Reply reply) {
        this.entry = entry;
        this.ttlMillis = ttlMillis;
        this.reply = Wire.write(reply);
    }

    /** What the entry must become, null when it stays as it is. */
    public byte @Nullable [] entry() {
        return entry;
    }

    /** How long the new entry must be kept at least. */
    public long ttlMillis() {
        return ttlMillis;
    }

    /** The answer, as {@link Wire} writes it. */
    public byte[] reply() {
        return reply;
    }

    /**
     * Does what the operation says.
     *
     * @param entry the bytes that the store holds, null for none
     * @param operation as {@link Wire#write(Operation)} wrote it
     * @param nowMillis the owner's clock, epoch milliseconds
     */
    public static Visit pay(byte @Nullable [] entry, byte[] operation, long nowMillis) {
        Operation wanted;
        try {
            wanted = Wire.readOperation(operation);
        } catch (MalformedBytesException unknown) {
            return new Visit(null, 0, Reply.bare(Reply.Outcome.NOT_UNDERSTOOD, nowMillis));
        }
        if (wanted instanceof Operation.Look) {
            return new Visit(null, 0, Reply.bare(Reply.Outcome.DONE, nowMillis));
        }
        try {
            HomeEntry home = entry == null ? HomeEntry.empty() : HomeEntry.read(entry, nowMillis);
            return make(wanted, home, nowMillis, "");
        } catch (MalformedBytesException damaged) {
            return make(wanted, HomeEntry.empty(), nowMillis, String.valueOf(damaged.getMessage()));
        }
    }

    private static Visit make(Operation operation, HomeEntry home, long nowMillis, String quarantined) {
        // Damaged bytes go at once, so that they are reported once.
        boolean damaged = !quarantined.isEmpty();
        if (operation instanceof Operation.Seeding seeding) {
            boolean changed = seed(seeding, home);
            Reply reply = new Reply(Reply.Outcome.DONE, List.of(), List.of(), nowMillis, quarantined, 0);
            return finish(home, changed || damaged, reply, nowMillis);
        }
        Operation.Exchange exchange = (Operation.Exchange) operation;
        ExchangeVisit visit = new ExchangeVisit(exchange, home, nowMillis);
        Reply.Outcome outcome = visit.make();
        Reply reply = new Reply(outcome, visit.grants(), visit.verdicts(), nowMillis, quarantined, 0);
        return finish(home, !exchange.dry() && (visit.changed() || damaged), reply, nowMillis);
    }

    private static Visit finish(HomeEntry home, boolean changed, Reply reply, long nowMillis) {
        if (!changed) {
            return new Visit(null, 0, reply);
        }
        byte[] bytes = home.write(nowMillis);
        long ttlMillis = Math.max(0, home.worthlessAtMillis() - nowMillis) + EXPIRY_MARGIN_MILLIS;
        Reply told = new Reply(
                reply.outcome(), reply.grants(), reply.verdicts(), nowMillis, reply.quarantined(), home.evicted());
        return new Visit(bytes, ttlMillis, told);
    }

    // Not added up twice: whoever met the mark may have asked the ledger, on every node.
    private static boolean seed(Operation.Seeding seeding, HomeEntry home) {
        Bucket bucket = home.find(seeding.ask().form()).orElse(null);
        if (bucket == null || bucket.seeded() || bucket.bornMillis() != seeding.bornMillis()) {
            return false;
        }
        bucket.correct(
                Math.max(0, seeding.spent() - seeding.charged()), seeding.ask().capacity());
        bucket.seeded(true);
        return true;
    }

    /**
     * Joins what the two sides of a split have kept of one home, so that what either has admitted stays charged. A side
     * that cannot be read counts as missing.
     *
     * @return the joined entry and how long it must be kept; a visit without an entry if neither can be read
     */
    public static Visit merge(byte[] one, byte[] other, long nowMillis) {
        List<HomeEntry> sides = Stream.of(one, other)
                .flatMap(side -> readable(side, nowMillis).stream())
                .toList();
        Reply nothing = Reply.bare(Reply.Outcome.DONE, nowMillis);
        if (sides.isEmpty()) {
            return new Visit(null, 0, nothing);
        }
        HomeEntry home = sides.get(0);
        if (sides.size() == 2) {
            home.merge(sides.get(1), nowMillis);
        }
        return finish(home, true, nothing, nowMillis);
    }

    private static Optional<HomeEntry> readable(byte[] side, long nowMillis) {
        try {
            return Optional.of(HomeEntry.read(side, nowMillis));
        } catch (MalformedBytesException damaged) {
            // The next visit could not have said more of it either.
            return Optional.empty();
        }
    }
}
