package dev.weir.limits.leases;

import dev.weir.limits.buckets.Operation;
import dev.weir.limits.guard.StoreCalls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange of a home that is under way. */
final class Sent {

    private final Operation.Exchange exchange;
    private final List<Lease> leases;
    private final List<Pending> riders;
    private final long askedNanos;
    private volatile boolean abandoned;
    private volatile StoreCalls.@Nullable Call call;

    /**
     * @param leases one for each claim, in order
     * @param riders one for each want, in order
     */
    Sent(Operation.Exchange exchange, List<Lease> leases, List<Pending> riders, long askedNanos) {
        this.exchange = exchange;
        this.leases = leases;
        this.riders = riders;
        this.askedNanos = askedNanos;
    }

    Operation.Exchange exchange() {
        return exchange;
    }

    List<Lease> leases() {
        return leases;
    }

    List<Pending> riders() {
        return riders;
    }

    long askedNanos() {
        return askedNanos;
    }

    void isCall(StoreCalls.Call sent) {
        call = sent;
        if (abandoned) {
            sent.giveUp();
        }
    }

    /** Nobody waits for it any more. Its answer still counts, unless a later exchange has been sent by then. */
    void abandon() {
        abandoned = true;
        StoreCalls.Call sent = call;
        if (sent != null) {
            sent.giveUp();
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isLate(long nowNanos) {
        StoreCalls.Call sent = call;
        return sent != null && sent.isLate(nowNanos);
    }
}
