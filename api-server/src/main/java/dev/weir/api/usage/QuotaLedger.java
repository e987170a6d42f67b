package dev.weir.api.usage;

import dev.weir.billing.usage.BillingPeriod;
import dev.weir.billing.usage.Meter;
import dev.weir.billing.usage.UsageLedger;
import dev.weir.limits.Demand;
import dev.weir.limits.Period;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells the limiter what the ledger knows, so that quotas survive the loss of every bucket. */
public final class QuotaLedger implements dev.weir.limits.UsageLedger {

    private static final String ACCOUNT = "account-";

    private final UsageLedger ledger;

    public QuotaLedger(UsageLedger ledger) {
        this.ledger = ledger;
    }

    /** The billing period that an instant is in, as the limiter names it. */
    public static Period periodAt(Instant instant) {
        BillingPeriod period = BillingPeriod.at(instant);
        return new Period(period.id(), period.ends());
    }

    @Override
    public CompletionStage<Long> spent(Demand quota) {
        if (!quota.holder().startsWith(ACCOUNT) || quota.period().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("the ledger keeps quotas of accounts, not of " + quota.holder()));
        }
        long account = Long.parseLong(quota.holder().substring(ACCOUNT.length()));
        BillingPeriod period = BillingPeriod.at(quota.period().get().ends().minusMillis(1));
        return ledger.spentLater(account, Meter.POSTS_READ, period.starts(), period.ends());
    }
}
