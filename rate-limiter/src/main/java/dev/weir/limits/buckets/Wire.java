package dev.weir.limits.buckets;

import java.util.ArrayList;
import java.util.List;

/**
 * Operations and replies as bytes. The first byte is the version of the form; a member that does not know it answers
 * {@link Reply.Outcome#NOT_UNDERSTOOD}, which the asking node treats like a store that does not answer.
 */
public final class Wire {

    private static final int VERSION = 1;
    private static final int DECIDE = 1;
    private static final int CORRECT = 2;
    private static final int LOOK = 3;
    private static final int MOST_ASKS = 32;
    private static final int MOST_CORRECTIONS = 4 * HomeEntry.MOST_BUCKETS;

    // A constant's place in these lists is its byte: new ones go to the end.
    private static final List<Seed.Kind> SEEDS = List.of(Seed.Kind.UNASKED, Seed.Kind.UNANSWERED, Seed.Kind.TOLD);
    private static final List<Correction.Reason> REASONS =
            List.of(Correction.Reason.RECEIPT, Correction.Reason.DEBT, Correction.Reason.SEED);
    private static final List<Reply.Outcome> OUTCOMES = List.of(
            Reply.Outcome.ALLOWED,
            Reply.Outcome.DENIED,
            Reply.Outcome.UNKNOWN_QUOTA,
            Reply.Outcome.DONE,
            Reply.Outcome.NOT_UNDERSTOOD);

    private Wire() {}

    public static byte[] write(Operation operation) {
        ByteSink sink = new ByteSink(128);
        sink.one(VERSION);
        if (operation instanceof Operation.Decide decide) {
            sink.one(DECIDE);
            sink.unsigned(decide.asks().size());
            decide.asks().forEach(ask -> write(ask, sink));
        } else if (operation instanceof Operation.Correct correct) {
            sink.one(CORRECT);
            sink.unsigned(correct.corrections().size());
            correct.corrections().forEach(correction -> write(correction, sink));
        } else {
            sink.one(LOOK);
        }
        return sink.toBytes();
    }

    /**
     * Reads an operation.
     *
     * @throws MalformedBytesException if it is not one of this version
     */
    static Operation readOperation(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, 0, bytes.length);
        checkVersion(source);
        int kind = source.one();
        switch (kind) {
            case DECIDE -> {
                int count = source.count(MOST_ASKS);
                List<Ask> asks = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    asks.add(readAsk(source));
                }
                return new Operation.Decide(asks);
            }
            case CORRECT -> {
                int count = source.count(MOST_CORRECTIONS);
                List<Correction> corrections = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    corrections.add(readCorrection(source));
                }
                return new Operation.Correct(corrections);
            }
            case LOOK -> {
                return new Operation.Look();
            }
            default -> throw new MalformedBytesException("operation " + kind + " is unknown");
        }
    }

    static byte[] write(Reply reply) {
        ByteSink sink = new ByteSink(32 + reply.standings().size() * 24);
        sink.one(VERSION);
        sink.one(OUTCOMES.indexOf(reply.outcome()));
        sink.unsigned(reply.retryAfterMillis());
        sink.signed(reply.nowMillis());
        sink.text(reply.quarantined());
        sink.unsigned(reply.evicted());
        sink.unsigned(reply.standings().size());
        for (Standing standing : reply.standings()) {
            sink.unsigned(standing.remaining());
            sink.signed(standing.resetsAtMillis());
            sink.one((standing.refused() ? 1 : 0) | (standing.seeded() ? 2 : 0));
            sink.signed(standing.bornMillis());
            sink.signed(standing.charged());
        }
        return sink.toBytes();
    }

    /**
     * Reads a reply.
     *
     * @throws MalformedBytesException if it is not one of this version
     */
    public static Reply readReply(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, 0, bytes.length);
        checkVersion(source);
        Reply.Outcome outcome = choice(source, OUTCOMES);
        long retryAfterMillis = source.unsigned();
        long nowMillis = source.signed();
        String quarantined = source.text();
        int evicted = source.count(Integer.MAX_VALUE);
        int count = source.count(MOST_ASKS);
        List<Standing> standings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long remaining = source.unsigned();
            long resetsAtMillis = source.signed();
            int flags = source.one();
            standings.add(new Standing(
                    remaining, resetsAtMillis, (flags & 1) != 0, source.signed(), source.signed(), (flags & 2) != 0));
        }
        return new Reply(outcome, standings, retryAfterMillis, nowMillis, quarantined, evicted);
    }

    private static void write(Ask ask, ByteSink sink) {
        KeyForm.write(ask.key(), sink);
        sink.unsigned(ask.capacity());
        sink.unsigned(ask.periodMillis());
        sink.signed(ask.periodEndsMillis());
        sink.unsigned(ask.cost());
        sink.one(SEEDS.indexOf(ask.seed().kind()));
        sink.unsigned(ask.seed().spent());
    }

    private static Ask readAsk(ByteSource source) {
        BucketKey key = KeyForm.read(source);
        long capacity = source.unsigned();
        long periodMillis = source.unsigned();
        long periodEndsMillis = source.signed();
        long cost = source.unsigned();
        checkRate(capacity, periodMillis);
        Seed.Kind kind = choice(source, SEEDS);
        return new Ask(key, capacity, periodMillis, periodEndsMillis, cost, new Seed(kind, source.unsigned()));
    }

    private static void write(Correction correction, ByteSink sink) {
        KeyForm.write(correction.key(), sink);
        sink.unsigned(correction.capacity());
        sink.unsigned(correction.periodMillis());
        sink.signed(correction.delta());
        sink.one(REASONS.indexOf(correction.reason()));
        sink.signed(correction.bornMillis());
        sink.unsigned(correction.ageMillis());
        sink.unsigned(correction.leftMillis());
    }

    private static Correction readCorrection(ByteSource source) {
        BucketKey key = KeyForm.read(source);
        long capacity = source.unsigned();
        long periodMillis = source.unsigned();
        long delta = source.signed();
        checkRate(capacity, periodMillis);
        Correction.Reason reason = choice(source, REASONS);
        return new Correction(
                key, capacity, periodMillis, delta, reason, source.signed(), source.unsigned(), source.unsigned());
    }

    private static void checkRate(long capacity, long periodMillis) {
        if (!Bucket.canHold(capacity, periodMillis)) {
            throw new MalformedBytesException(capacity + " tokens in " + periodMillis + " ms cannot be kept");
        }
    }

    private static <T> T choice(ByteSource source, List<T> choices) {
        int index = source.one();
        if (index >= choices.size()) {
            throw new MalformedBytesException("expected a choice below " + choices.size() + ", saw " + index);
        }
        return choices.get(index);
    }

    private static void checkVersion(ByteSource source) {
        int version = source.one();
        if (version != VERSION) {
            throw new MalformedBytesException("version " + version + " is unknown, this is version " + VERSION);
        }
    }
}
