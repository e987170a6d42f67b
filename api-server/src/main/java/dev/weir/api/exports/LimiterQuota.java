package dev.weir.api.exports;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.plans.Policies;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Level;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The posts quota that requests spend too: reserved with the limiter, recorded with the meter. */
public final class LimiterQuota implements PostsQuota {

    private static final Duration PLAN_UNKNOWN = Duration.ofMinutes(1);

    /** Records posts that were handed out. Never blocks and never throws. */
    @FunctionalInterface
    public interface Count {
        /** So many posts for this account and app. */
        void posts(long accountId, long appId, long posts);
    }

    private final RateLimiter limiter;
    private final Policies policies;
    private final Supplier<Period> billingPeriod;
    private final Count meter;

    /** @param billingPeriod the billing period that is running now */
    public LimiterQuota(RateLimiter limiter, Policies policies, Supplier<Period> billingPeriod, Count meter) {
        this.limiter = limiter;
        this.policies = policies;
        this.billingPeriod = billingPeriod;
        this.meter = meter;
    }

    @Override
    public Answer reserve(Payer payer, long posts) {
        Optional<Policy> policy = policies.find(payer.plan(), Endpoint.CREATE_EXPORT);
        if (policy.isEmpty() || !policy.get().offered()) {
            return Answer.refused(0, PLAN_UNKNOWN, "the plan does not include exports any more");
        }
        Optional<Limit> quota = policy.get().postsPerMonth();
        if (quota.isEmpty()) {
            return Answer.granted(handedOut -> meter.posts(payer.accountId(), payer.appId(), handedOut));
        }
        String account = "account-" + payer.accountId();
        Demand demand = Demand.of(quota.get(), account, posts, billingPeriod.get());
        Decision decision = limiter.decide(new LimitRequest(account, List.of(demand)));
        if (decision instanceof Decision.Allowed allowed) {
            return Answer.granted(handedOut -> {
                meter.posts(payer.accountId(), payer.appId(), handedOut);
                limiter.settle(allowed, Map.of(Unit.POSTS, handedOut));
            });
        }
        if (decision instanceof Decision.Denied denied) {
            long left =
                    denied.levels().stream().mapToLong(Level::remaining).min().orElse(0);
            return Answer.refused(left, denied.retryAfter(), "the monthly posts are spent");
        }
        return Answer.refused(0, Duration.ofSeconds(5), "our limit store is away");
    }
}
