package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.Refill;
import dev.weir.limits.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One limiter call for a request: all of its limits at once, and afterwards what it really used. */
final class Admission {

    private final RateLimiter limiter;
    private final Supplier<Period> billingPeriod;

    /** @param billingPeriod the period that is running now */
    Admission(RateLimiter limiter, Supplier<Period> billingPeriod) {
        this.limiter = limiter;
        this.billingPeriod = billingPeriod;
    }

    /** Charges the call, reserving the posts it may hand out at most; empty when its plan sets no limits at all. */
    Optional<Decision> decide(Call call, Map<String, List<String>> query) {
        String app = "app-" + call.caller().appId();
        String account = "account-" + call.caller().accountId();
        List<Demand> demands = new ArrayList<>(4);
        for (Limit limit : call.policy().windows()) {
            demands.add(Demand.of(limit, app, 1));
        }
        if (!call.policy().userWindows().isEmpty()) {
            // What acts for no user counts as one more user, so that such a limit always counts for someone.
            String user = call.caller()
                    .userId()
                    .map(id -> "user-" + call.caller().appId() + "." + id)
                    .orElse(app);
            for (Limit limit : call.policy().userWindows()) {
                demands.add(Demand.of(limit, user, 1));
            }
        }
        call.policy().postsPerMonth().ifPresent(quota -> {
            long posts = call.policy().endpoint().reservation().posts(query);
            demands.add(Demand.of(quota, account, posts, billingPeriod.get()));
        });
        return demands.isEmpty() ? Optional.empty() : Optional.of(limiter.decide(new LimitRequest(account, demands)));
    }

    /** Gives back what was reserved and not used. */
    void settlePosts(Decision.Allowed decision, long posts) {
        boolean exact = decision.request().demands().stream()
                .filter(demand -> demand.limit().refill() == Refill.PERIOD)
                .allMatch(demand -> demand.cost() == posts);
        if (!exact) {
            limiter.settle(decision, Map.of(Unit.POSTS, posts));
        }
    }

    /** Gives everything back: the failure was ours. */
    void release(Decision.Allowed decision) {
        limiter.settle(decision, Map.of(Unit.POSTS, 0L, Unit.REQUESTS, 0L));
    }
}
