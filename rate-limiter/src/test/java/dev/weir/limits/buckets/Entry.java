package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry with its owner's clock, as a store would keep it, and nodes that visit it and hold no leases. */
final class Entry {

    private byte @Nullable [] bytes;
    private long nowMillis = 1_800_000_000_000L;
    private long ttlMillis;
    private long sessions;
    private final Node node = new Node();

    /** What a want came to, and how its limits stand. */
    record Answer(Verdict verdict, List<Grant> grants, Reply reply) {

        boolean allowed() {
            return verdict.outcome() == Verdict.Outcome.ALLOWED;
        }

        long remaining(int index) {
            return Math.max(0, grants.get(index).free());
        }

        List<Long> remaining() {
            return grants.stream().map(grant -> Math.max(0, grant.free())).toList();
        }
    }

    /** A node that asks for what it needs and spends it at once. */
    final class Node {

        private final Map<BucketKey, Held> held = new HashMap<>();
        private long number;

        Answer decide(Demand... demands) {
            return want(List.of(demands).stream().map(Ask::of).toList(), costs(demands));
        }

        /** The same with what is known of quotas; sessions that are over are begun anew, as a real node does. */
        Answer want(List<Ask> asks, List<Long> costs) {
            while (true) {
                List<Claim> claims = new ArrayList<>();
                List<Want.Part> parts = new ArrayList<>();
                for (int i = 0; i < asks.size(); i++) {
                    claims.add(Claim.of(asks.get(i), of(asks.get(i))));
                    parts.add(new Want.Part(i, costs.get(i)));
                }
                number++;
                Reply reply = visit(new Operation.Exchange(number, 1, false, claims, List.of(new Want(parts))));
                if (reply.outcome() != Reply.Outcome.DONE) {
                    return new Answer(Verdict.AGAIN, List.of(), reply);
                }
                boolean allowed = reply.verdicts().get(0).outcome() == Verdict.Outcome.ALLOWED;
                for (int i = 0; i < asks.size(); i++) {
                    learn(asks.get(i), reply.grants().get(i), reply, allowed ? costs.get(i) : 0);
                }
                if (reply.verdicts().get(0).outcome() != Verdict.Outcome.AGAIN) {
                    return new Answer(reply.verdicts().get(0), reply.grants(), reply);
                }
            }
        }

        private void learn(Ask ask, Grant grant, Reply reply, long cost) {
            if (grant.state() == Grant.State.OVER) {
                held.remove(ask.key());
                return;
            }
            Held old = of(ask);
            held.put(
                    ask.key(),
                    new Held(
                            old.session(),
                            old.spent() + cost,
                            grant.ceiling(),
                            grant.ceiling(),
                            grant.bornMillis(),
                            reply.nowMillis() + grant.leftMillis(),
                            0,
                            grant.leftMillis(),
                            false));
        }

        /** Gives back, or takes into debt, what a decision turned out to cost. */
        void settle(Demand demand, long delta) {
            settle(Ask.of(demand), delta);
        }

        void settle(Ask ask, long delta) {
            Held old = of(ask);
            held.put(
                    ask.key(),
                    new Held(
                            old.session(),
                            old.spent() + delta,
                            old.spent() + delta,
                            old.acked(),
                            old.bornMillis(),
                            old.endsMillis(),
                            old.ageMillis(),
                            old.leftMillis(),
                            false));
            tell(ask);
        }

        /** Says where it stands. */
        Grant tell(Ask ask) {
            number++;
            Claim claim = Claim.of(ask, of(ask));
            Reply reply = visit(new Operation.Exchange(number, 1, false, List.of(claim), List.of()));
            learn(ask, reply.grants().get(0), reply, 0);
            return reply.grants().get(0);
        }

        Held of(Ask ask) {
            return held.computeIfAbsent(ask.key(), key -> Held.fresh(++sessions));
        }

        void become(Ask ask, Held other) {
            held.put(ask.key(), other);
        }
    }

    Node node() {
        return new Node();
    }

    /** The node dies with all that it remembers, and another takes its place. */
    void forgetSessions() {
        node.held.clear();
    }

    Answer decide(Demand... demands) {
        return node.decide(demands);
    }

    void settle(Demand demand, long delta) {
        node.settle(demand, delta);
    }

    Answer want(List<Ask> asks, List<Long> costs) {
        return node.want(asks, costs);
    }

    private static List<Long> costs(Demand... demands) {
        return List.of(demands).stream().map(Demand::cost).toList();
    }

    Reply visit(Operation operation) {
        Visit visit = Visit.pay(bytes, Wire.write(operation), nowMillis);
        byte[] changed = visit.entry();
        if (changed != null) {
            bytes = changed;
            ttlMillis = visit.ttlMillis();
        }
        return Wire.readReply(visit.reply());
    }

    void pass(Duration time) {
        nowMillis += time.toMillis();
    }

    long nowMillis() {
        return nowMillis;
    }

    long ttlMillis() {
        return ttlMillis;
    }

    byte[] bytes() {
        byte[] kept = bytes;
        return kept == null ? new byte[0] : kept;
    }

    void become(byte @Nullable [] other) {
        bytes = other;
    }
}
