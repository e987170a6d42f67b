package dev.weir.drills.limiter;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Unit;
import java.time.Duration;
import java.util.List;

/**
 * What a node is offered: requests for a number of homes that have the same limit, in turn.
 *
 * @param name names the limit, and begins the name of each home
 * @param homes how many
 * @param capacity of each home's window
 * @param windowSeconds length of the window
 * @param perSecond requests a second on one node, for all homes together
 */
record Traffic(String name, int homes, long capacity, int windowSeconds, int perSecond) {

    /** Reads what {@link #toString} wrote. */
    static Traffic parse(String text) {
        String[] parts = text.split(":");
        return new Traffic(
                parts[0],
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]));
    }

    /** Name of a home, which is also its key in the store. */
    String home(int number) {
        return name + "-" + number;
    }

    /** A request that spends one token of that home. */
    LimitRequest request(int home) {
        Limit limit = Limit.window(name, Unit.REQUESTS, capacity, Duration.ofSeconds(windowSeconds));
        return new LimitRequest(home(home), List.of(Demand.of(limit, home(home), 1)));
    }

    @Override
    public String toString() {
        return name + ":" + homes + ":" + capacity + ":" + windowSeconds + ":" + perSecond;
    }
}
