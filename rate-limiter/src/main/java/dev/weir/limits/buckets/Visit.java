package dev.weir.limits.buckets;

import dev.weir.limits.Refill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private Visit(byte @Nullable [] entry, long ttlMillis, byte[] reply) {
        this.entry = entry;
        this.ttlMillis = ttlMillis;
        this.reply = reply;
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
            Reply reply = new Reply(Reply.Outcome.NOT_UNDERSTOOD, List.of(), 0, nowMillis, "", 0);
            return new Visit(null, 0, Wire.write(reply));
        }
        if (wanted instanceof Operation.Look) {
            Reply reply = new Reply(Reply.Outcome.DONE, List.of(), 0, nowMillis, "", 0);
            return new Visit(null, 0, Wire.write(reply));
        }
        try {
            HomeEntry home = entry == null ? HomeEntry.empty() : HomeEntry.read(entry, nowMillis);
            return new Changes(home, nowMillis, "").make(wanted);
        } catch (MalformedBytesException damaged) {
            String reason = String.valueOf(damaged.getMessage());
            return new Changes(HomeEntry.empty(), nowMillis, reason).make(wanted);
        }
    }

    /** The work on an entry that could be read. */
    private static final class Changes {

        private final HomeEntry home;
        private final long nowMillis;
        private final String quarantined;
        private boolean changed;

        Changes(HomeEntry home, long nowMillis, String quarantined) {
            this.home = home;
            this.nowMillis = nowMillis;
            this.quarantined = quarantined;
            // The damaged bytes go at once, so that they are reported once.
            this.changed = !quarantined.isEmpty();
        }

        Visit make(Operation operation) {
            if (operation instanceof Operation.Decide decide) {
                return decide(decide.asks());
            }
            if (operation instanceof Operation.Correct correct) {
                correct.corrections().forEach(this::correct);
            }
            return done(Reply.Outcome.DONE, List.of(), 0);
        }

        private Visit decide(List<Ask> asks) {
            List<Found> found = new ArrayList<>(asks.size());
            boolean unknown = false;
            for (Ask ask : asks) {
                Found one = find(ask);
                unknown |= one.bucket == null && ask.isQuota();
                found.add(one);
            }
            if (unknown) {
                return done(Reply.Outcome.UNKNOWN_QUOTA, List.of(), 0);
            }
            long waitMillis = 0;
            for (Found one : found) {
                waitMillis = Math.max(waitMillis, one.waitMillis(nowMillis));
            }
            if (waitMillis == 0) {
                found.forEach(this::charge);
            }
            List<Standing> standings = new ArrayList<>(found.size());
            for (Found one : found) {
                standings.add(one.standing(nowMillis, waitMillis > 0));
            }
            return done(waitMillis == 0 ? Reply.Outcome.ALLOWED : Reply.Outcome.DENIED, standings, waitMillis);
        }

        private Found find(Ask ask) {
            Optional<Bucket> live = home.find(ask.key());
            if (live.isPresent()) {
                Bucket bucket = live.get();
                bucket.advance(nowMillis);
                bucket.resize(ask.capacity(), ask.periodMillis(), nowMillis);
                if (ask.isQuota()) {
                    bucket.endPeriodAt(ask.periodEndsMillis());
                    seedKnown(ask, bucket);
                    return new Found(ask, bucket);
                }
                boolean shortened = ask.key().refill() == Refill.WINDOW && bucket.endsMillis() <= nowMillis;
                return new Found(ask, shortened ? null : bucket);
            }
            if (!ask.isQuota() || ask.seed().kind() == Seed.Kind.UNASKED) {
                return new Found(ask, null);
            }
            Bucket bucket = Bucket.full(ask, nowMillis);
            bucket.charge(ask.seed().spent());
            bucket.seeded(ask.seed().kind() == Seed.Kind.TOLD);
            home.put(ask.key(), bucket);
            changed = true;
            return new Found(ask, bucket);
        }

        // Another node started it without the ledger's figure while this one was asking.
        private void seedKnown(Ask ask, Bucket bucket) {
            if (!bucket.seeded() && ask.seed().kind() == Seed.Kind.TOLD) {
                bucket.charge(ask.seed().spent());
                bucket.seeded(true);
                changed = true;
            }
        }

        private void charge(Found found) {
            if (found.ask.cost() == 0) {
                return;
            }
            Bucket bucket = found.bucket;
            if (bucket == null) {
                bucket = Bucket.full(found.ask, nowMillis);
                home.put(found.ask.key(), bucket);
                found.bucket = bucket;
            }
            bucket.charge(found.ask.cost());
            changed = true;
        }

        private void correct(Correction correction) {
            Optional<Bucket> live = home.find(correction.key());
            if (live.isEmpty()) {
                startWithDebt(correction);
                return;
            }
            Bucket bucket = live.get();
            bucket.advance(nowMillis);
            boolean same = bucket.bornMillis() == correction.bornMillis();
            boolean applies = switch (correction.reason()) {
                case RECEIPT -> same;
                case DEBT ->
                    same
                            || correction.key().refill() == Refill.SMOOTH
                            || bucket.bornMillis() <= nowMillis - correction.ageMillis();
                case SEED -> same && !bucket.seeded();
            };
            if (!applies) {
                return;
            }
            bucket.correct(scaled(correction, bucket));
            if (correction.reason() == Correction.Reason.SEED) {
                bucket.seeded(true);
            }
            changed = true;
        }

        private static long scaled(Correction correction, Bucket bucket) {
            if (correction.capacity() == bucket.capacity()) {
                return correction.delta();
            }
            return Math.round((double) correction.delta() * bucket.capacity() / correction.capacity());
        }

        // A missing quota is not started from debt: its truth is the ledger, which holds this spending too.
        private void startWithDebt(Correction correction) {
            if (correction.reason() != Correction.Reason.DEBT
                    || correction.delta() <= 0
                    || correction.leftMillis() <= 0
                    || correction.key().refill() == Refill.PERIOD) {
                return;
            }
            boolean smooth = correction.key().refill() == Refill.SMOOTH;
            Bucket bucket = Bucket.full(
                    correction.key().refill(),
                    correction.capacity(),
                    correction.periodMillis(),
                    smooth ? nowMillis : nowMillis - correction.ageMillis(),
                    nowMillis + correction.leftMillis());
            bucket.charge(correction.delta());
            home.put(correction.key(), bucket);
            changed = true;
        }

        private Visit done(Reply.Outcome outcome, List<Standing> standings, long retryAfterMillis) {
            byte[] entry = changed ? home.write(nowMillis) : null;
            long ttlMillis = Math.max(0, home.worthlessAtMillis() - nowMillis) + EXPIRY_MARGIN_MILLIS;
            Reply reply = new Reply(outcome, standings, retryAfterMillis, nowMillis, quarantined, home.evicted());
            return new Visit(entry, ttlMillis, Wire.write(reply));
        }
    }

    /** An ask and the bucket it met, if there is one. */
    private static final class Found {

        private final Ask ask;
        private @Nullable Bucket bucket;

        Found(Ask ask, @Nullable Bucket bucket) {
            this.ask = ask;
            this.bucket = bucket;
        }

        long available() {
            return bucket == null ? ask.capacity() : bucket.available();
        }

        boolean refuses() {
            return ask.cost() > 0 && available() < ask.cost();
        }

        long waitMillis(long nowMillis) {
            if (!refuses()) {
                return 0;
            }
            return bucket == null ? ask.periodMillis() : bucket.waitMillis(ask.cost(), nowMillis);
        }

        Standing standing(long nowMillis, boolean denied) {
            long remaining = Math.max(0, Math.min(available(), ask.capacity()));
            boolean refused = denied && refuses();
            if (bucket == null) {
                long resetsAt = ask.key().refill() == Refill.SMOOTH ? nowMillis : nowMillis + ask.periodMillis();
                return new Standing(remaining, resetsAt, refused, 0, 0, true);
            }
            return new Standing(
                    remaining,
                    bucket.resetsAtMillis(nowMillis),
                    refused,
                    bucket.bornMillis(),
                    bucket.charged(),
                    bucket.seeded());
        }
    }
}
