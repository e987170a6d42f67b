package dev.weir.api.streams;

import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.Unit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Charges delivered posts to the month's quota of their account.
 *
 * <p>The limiter is not asked for every post but for some at once, a thousandth of the quota and at most
 * {@value #MOST_AT_ONCE}, from which this gateway then takes; what is left of them goes back when the account's last
 * connection here ends. A gateway that is killed keeps that much from the account until its buckets are rebuilt.
 * Thread-safe.
 */
public final class PostToll {

    private static final long MOST_AT_ONCE = 100;
    private static final long SHARE = 1000;

    /** Counts a post that was delivered. Never blocks and never throws. */
    @FunctionalInterface
    public interface Usage {
        void delivered(Caller caller);
    }

    /** Posts that were charged and may be delivered. */
    private static final class Purse {
        private Decision.@Nullable Allowed charged;
        private @Nullable Period period;
        private long size;
        private long used;
    }

    private final RateLimiter limiter;
    private final Supplier<Period> period;
    private final Usage usage;
    private final ConcurrentMap<Long, Purse> purses = new ConcurrentHashMap<>();

    /** @param period the billing period that is running now */
    PostToll(RateLimiter limiter, Supplier<Period> period, Usage usage) {
        this.limiter = limiter;
        this.period = period;
        this.usage = usage;
    }

    /** Charges one post; false when the account has none left this month. */
    boolean pay(Caller caller, Policy policy) {
        if (policy.postsPerMonth().isPresent()
                && !take(caller.accountId(), policy.postsPerMonth().get())) {
            return false;
        }
        if (policy.countsPosts()) {
            usage.delivered(caller);
        }
        return true;
    }

    private boolean take(long accountId, Limit quota) {
        Purse purse = purses.computeIfAbsent(accountId, account -> new Purse());
        synchronized (purse) {
            Period now = period.get();
            if (purse.charged != null && !now.equals(purse.period)) {
                giveBack(purse);
            }
            if (purse.charged == null || purse.used == purse.size) {
                long wanted = Math.max(1, Math.min(MOST_AT_ONCE, quota.capacity() / SHARE));
                if (!fill(purse, accountId, quota, now, wanted)) {
                    return false;
                }
            }
            purse.used++;
            return true;
        }
    }

    /** Fills an empty purse; with the rest of the quota when that is less than what is wanted. */
    private boolean fill(Purse purse, long accountId, Limit quota, Period now, long wanted) {
        String account = "account-" + accountId;
        Decision decision = limiter.decide(new LimitRequest(account, List.of(Demand.of(quota, account, wanted, now))));
        if (decision instanceof Decision.Denied denied) {
            long left = denied.levels().get(0).remaining();
            return left > 0 && left < wanted && fill(purse, accountId, quota, now, left);
        }
        // Without an answer nobody is refused; what is delivered is in the ledger all the same.
        purse.charged = decision instanceof Decision.Allowed allowed ? allowed : null;
        purse.period = now;
        purse.size = wanted;
        purse.used = 0;
        return true;
    }

    private void giveBack(Purse purse) {
        if (purse.charged != null && purse.used < purse.size) {
            limiter.settle(purse.charged, Map.of(Unit.POSTS, purse.used));
        }
        purse.charged = null;
        purse.size = 0;
        purse.used = 0;
    }

    /** The account has no connection here any more: what it was charged and did not get goes back. */
    void release(long accountId) {
        Purse purse = purses.remove(accountId);
        if (purse != null) {
            synchronized (purse) {
                giveBack(purse);
            }
        }
    }
}
