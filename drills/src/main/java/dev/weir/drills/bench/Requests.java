package dev.weir.drills.bench;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests against limits that no benchmark can use up. */
final class Requests {

    /** What every limiter here is given. */
    static final long CAPACITY = 100_000_000_000L;

    static final Duration WINDOW = Duration.ofHours(24);

    private Requests() {}

    /** One request for each of this many homes, each naming this many limits. */
    static LimitRequest[] of(int homes, int limits) {
        List<Limit> named = new ArrayList<>();
        for (int i = 0; i < limits; i++) {
            named.add(Limit.window("window-" + i, Unit.REQUESTS, CAPACITY, WINDOW));
        }
        LimitRequest[] requests = new LimitRequest[homes];
        for (int i = 0; i < homes; i++) {
            String holder = key(i);
            requests[i] = new LimitRequest(
                    "account-" + i,
                    named.stream().map(limit -> Demand.of(limit, holder, 1)).toList());
        }
        return requests;
    }

    static String key(int number) {
        return "app-" + number;
    }
}
