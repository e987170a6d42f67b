package dev.weir.limits.leases;

import dev.weir.limits.Receipt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The receipt of a decision: which sessions it was charged to, and whether it has been settled. */
final class Charge implements Receipt {

    private final Home home;
    private final Lease[] leases;
    private final @Nullable Portion @Nullable [] portions;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * @param leases the sessions that were charged, in the order of the demands; not changed afterwards
     * @param portions the portions that were borrowed from, null where the store had granted the tokens; null if it had
     *     granted all
     */
    Charge(Home home, Lease[] leases, @Nullable Portion @Nullable [] portions) {
        this.home = home;
        this.leases = leases;
        this.portions = portions;
    }

    Home home() {
        return home;
    }

    Lease lease(int demand) {
        return leases[demand];
    }

    @Nullable
    Portion portion(int demand) {
        return portions == null ? null : portions[demand];
    }

    /** True for the first who asks. */
    boolean claim() {
        return settled.compareAndSet(false, true);
    }

    @Override
    public String toString() {
        return "charge of " + leases.length + " limits";
    }
}
