package dev.weir.billing.usage;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A calendar month in UTC. Periods follow each other without gap or overlap.
 *
 * @param id year and month, for example {@code 2026-11}
 * @param starts the first instant
 * @param ends the first instant that no longer belongs to it
 */
public record BillingPeriod(String id, Instant starts, Instant ends) {

    /** The period that this instant belongs to. */
    public static BillingPeriod at(Instant instant) {
        return of(YearMonth.from(instant.atOffset(ZoneOffset.UTC)));
    }

    /** The period that begins where this one ends. */
    public BillingPeriod next() {
        return at(ends);
    }

    private static BillingPeriod of(YearMonth month) {
        return new BillingPeriod(month.toString(), starts(month), starts(month.plusMonths(1)));
    }

    private static Instant starts(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
