package dev.weir.limits.buckets;

import dev.weir.limits.buckets.Operation.Exchange;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations and replies as bytes. The first byte is the version of the form; a member that does not know it answers
 * {@link Reply.Outcome#NOT_UNDERSTOOD}, which the asking node treats like a store that does not answer.
 */
public final class Wire {

    private static final int VERSION = 2;
    private static final int EXCHANGE = 1;
    private static final int SEEDING = 2;
    private static final int LOOK = 3;
    private static final int MOST_PARTS = 32;
    /** Bytes of an operation without claims, about; more room is made as it is needed. */
    private static final int SHORT = 64;
    /** Bytes of one claim, about. */
    private static final int CLAIM = 96;

    // A constant's place in these lists is its byte: new ones go to the end.
    private static final List<Seed.Kind> SEEDS = List.of(Seed.Kind.UNASKED, Seed.Kind.UNANSWERED, Seed.Kind.TOLD);
    private static final List<Grant.State> STATES = List.of(Grant.State.LIVE, Grant.State.ABSENT, Grant.State.OVER);
    private static final List<Verdict.Outcome> VERDICTS = List.of(
            Verdict.Outcome.ALLOWED, Verdict.Outcome.DENIED, Verdict.Outcome.AGAIN, Verdict.Outcome.UNKNOWN_QUOTA);
    private static final List<Reply.Outcome> OUTCOMES =
            List.of(Reply.Outcome.DONE, Reply.Outcome.STALE, Reply.Outcome.NOT_UNDERSTOOD);

    private Wire() {}

    public static byte[] write(Operation operation) {
        ByteSink sink = new ByteSink(expected(operation));
        sink.one(VERSION);
        if (operation instanceof Exchange exchange) {
            sink.one(EXCHANGE);
            write(exchange, sink);
        } else if (operation instanceof Operation.Seeding seeding) {
            sink.one(SEEDING);
            write(seeding.ask(), sink);
            sink.signed(seeding.bornMillis());
            sink.unsigned(seeding.spent());
            sink.signed(seeding.charged());
        } else {
            sink.one(LOOK);
        }
        return sink.toBytes();
    }

    private static int expected(Operation operation) {
        return operation instanceof Exchange exchange
                ? SHORT + exchange.claims().size() * CLAIM
                : SHORT;
    }

    private static void write(Exchange exchange, ByteSink sink) {
        sink.unsigned(exchange.number());
        sink.unsigned(exchange.nodes());
        sink.one(exchange.dry() ? 1 : 0);
        sink.unsigned(exchange.claims().size());
        for (Claim claim : exchange.claims()) {
            write(claim.ask(), sink);
            write(claim.held(), sink);
            sink.unsigned(claim.wish());
        }
        sink.unsigned(exchange.wants().size());
        for (Want want : exchange.wants()) {
            sink.unsigned(want.parts().size());
            for (Want.Part part : want.parts()) {
                sink.unsigned(part.claim());
                sink.unsigned(part.cost());
            }
        }
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
        return switch (kind) {
            case EXCHANGE -> readExchange(source);
            case SEEDING -> new Operation.Seeding(readAsk(source), source.signed(), source.unsigned(), source.signed());
            case LOOK -> new Operation.Look();
            default -> throw new MalformedBytesException("operation " + kind + " is unknown");
        };
    }

    private static Exchange readExchange(ByteSource source) {
        long number = source.unsigned();
        int nodes = Math.max(1, source.count(Short.MAX_VALUE));
        boolean dry = source.one() == 1;
        int claimCount = source.count(Exchange.MOST_CLAIMS);
        // Arrays, because the lists made of them need no copying.
        Claim[] claims = new Claim[claimCount];
        for (int i = 0; i < claimCount; i++) {
            claims[i] = new Claim(readAsk(source), readHeld(source), source.unsigned());
        }
        Want[] wants = new Want[source.count(Exchange.MOST_WANTS)];
        for (int i = 0; i < wants.length; i++) {
            Want.Part[] parts = new Want.Part[source.count(MOST_PARTS)];
            for (int j = 0; j < parts.length; j++) {
                int claim = source.count(claimCount - 1);
                parts[j] = new Want.Part(claim, source.unsigned());
            }
            wants[i] = new Want(List.of(parts));
        }
        return new Exchange(number, nodes, dry, List.of(claims), List.of(wants));
    }

    static byte[] write(Reply reply) {
        ByteSink sink = new ByteSink(48 + reply.grants().size() * 32);
        sink.one(VERSION);
        sink.one(OUTCOMES.indexOf(reply.outcome()));
        sink.signed(reply.nowMillis());
        sink.text(reply.quarantined());
        sink.unsigned(reply.evicted());
        sink.unsigned(reply.grants().size());
        for (Grant grant : reply.grants()) {
            sink.one(STATES.indexOf(grant.state()));
            sink.one((grant.seeded() ? 1 : 0) | (grant.vanished() ? 2 : 0));
            sink.signed(grant.ceiling());
            sink.signed(grant.free());
            sink.signed(grant.bornMillis());
            sink.unsigned(grant.leftMillis());
            sink.unsigned(grant.resetsInMillis());
            sink.signed(grant.charged());
        }
        sink.unsigned(reply.verdicts().size());
        for (Verdict verdict : reply.verdicts()) {
            sink.one(VERDICTS.indexOf(verdict.outcome()));
            sink.unsigned(verdict.retryAfterMillis());
            sink.unsigned(verdict.refusing().size());
            verdict.refusing().forEach(sink::unsigned);
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
        long nowMillis = source.signed();
        String quarantined = source.text();
        int evicted = source.count(Integer.MAX_VALUE);
        Grant[] grants = new Grant[source.count(Exchange.MOST_CLAIMS)];
        for (int i = 0; i < grants.length; i++) {
            grants[i] = readGrant(source);
        }
        Verdict[] verdicts = new Verdict[source.count(Exchange.MOST_WANTS)];
        for (int i = 0; i < verdicts.length; i++) {
            verdicts[i] = readVerdict(source);
        }
        return new Reply(outcome, List.of(grants), List.of(verdicts), nowMillis, quarantined, evicted);
    }

    private static Grant readGrant(ByteSource source) {
        Grant.State state = choice(source, STATES);
        int flags = source.one();
        return new Grant(
                state,
                source.signed(),
                source.signed(),
                source.signed(),
                source.unsigned(),
                source.unsigned(),
                source.signed(),
                (flags & 1) != 0,
                (flags & 2) != 0);
    }

    private static Verdict readVerdict(ByteSource source) {
        Verdict.Outcome outcome = choice(source, VERDICTS);
        long retryAfterMillis = source.unsigned();
        int count = source.count(MOST_PARTS);
        if (outcome == Verdict.Outcome.ALLOWED && count == 0 && retryAfterMillis == 0) {
            return Verdict.ALLOWED;
        }
        List<Integer> refusing = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refusing.add(source.count(Exchange.MOST_CLAIMS));
        }
        return new Verdict(outcome, retryAfterMillis, refusing);
    }

    private static void write(Ask ask, ByteSink sink) {
        ask.form().write(sink);
        sink.unsigned(ask.capacity());
        sink.unsigned(ask.periodMillis());
        sink.signed(ask.periodEndsMillis());
        sink.one(SEEDS.indexOf(ask.seed().kind()));
        sink.unsigned(ask.seed().spent());
    }

    private static Ask readAsk(ByteSource source) {
        KeyForm form = KeyForm.read(source);
        long capacity = source.unsigned();
        long periodMillis = source.unsigned();
        long periodEndsMillis = source.signed();
        if (!Bucket.canHold(capacity, periodMillis)) {
            throw new MalformedBytesException(capacity + " tokens in " + periodMillis + " ms cannot be kept");
        }
        Seed.Kind kind = choice(source, SEEDS);
        return new Ask(form, capacity, periodMillis, periodEndsMillis, new Seed(kind, source.unsigned()));
    }

    private static void write(Held held, ByteSink sink) {
        sink.fixed(held.session());
        sink.signed(held.spent());
        sink.signed(held.ceiling());
        sink.signed(held.acked());
        sink.signed(held.bornMillis());
        sink.signed(held.endsMillis());
        sink.unsigned(held.ageMillis());
        sink.unsigned(held.leftMillis());
        sink.one(held.retired() ? 1 : 0);
    }

    private static Held readHeld(ByteSource source) {
        return new Held(
                source.fixed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.unsigned(),
                source.unsigned(),
                source.one() == 1);
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
