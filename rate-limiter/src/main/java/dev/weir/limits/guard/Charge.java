package dev.weir.limits.guard;

import dev.weir.limits.Receipt;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The receipt of a decision: which buckets it charged, and whether it has been settled. */
final class Charge implements Receipt {

    private final List<Line> lines;
    private final long atMillis;
    private final AtomicBoolean settled = new AtomicBoolean();

    Charge(List<Line> lines, long atMillis) {
        this.lines = List.copyOf(lines);
        this.atMillis = atMillis;
    }

    /**
     * One demand's part.
     *
     * @param bornMillis when the bucket that was charged was started, by the store's clock; 0 if the store has none
     * @param endsMillis when its window ends, by this node's time
     */
    record Line(long bornMillis, long endsMillis) {}

    List<Line> lines() {
        return lines;
    }

    /** When it was made, by this node's time. */
    long atMillis() {
        return atMillis;
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
