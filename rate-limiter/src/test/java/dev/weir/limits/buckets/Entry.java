package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry with its owner's clock, as a store would keep it. */
final class Entry {

    private byte @Nullable [] bytes;
    private long nowMillis = 1_800_000_000_000L;
    private long ttlMillis;

    Reply decide(Demand... demands) {
        return decideAsks(List.of(demands).stream().map(Ask::of).toList());
    }

    Reply decideAsks(List<Ask> asks) {
        return visit(new Operation.Decide(asks));
    }

    Reply correct(Correction... corrections) {
        return visit(new Operation.Correct(List.of(corrections)));
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
