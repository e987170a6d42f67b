package dev.weir.limits.leases;

import dev.weir.limits.Receipt;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The receipt of a decision: which sessions it was charged to, and whether it has been settled. */
final class Charge implements Receipt {

    private final Home home;
    private final List<Line> lines;
    private final AtomicBoolean settled = new AtomicBoolean();

    Charge(Home home, List<Line> lines) {
        this.home = home;
        this.lines = lines;
    }

    /**
     * One demand's part.
     *
     * @param lease the session that was charged
     * @param from the portion it was borrowed from, null if the store had granted it
     */
    record Line(Lease lease, @Nullable Portion from) {}

    Home home() {
        return home;
    }

    List<Line> lines() {
        return lines;
    }

    /** True for the first who asks. */
    boolean claim() {
        return settled.compareAndSet(false, true);
    }

    @Override
    public String toString() {
        return "charge of " + lines.size() + " limits";
    }
}
