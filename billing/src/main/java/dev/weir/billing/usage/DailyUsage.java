package dev.weir.billing.usage;

import java.time.LocalDate;

/**
 * What one app used on one day.
 *
 * @param day in UTC
 * @param appId the app
 * @param amount at least 1
 */
public record DailyUsage(LocalDate day, long appId, long amount) {}
