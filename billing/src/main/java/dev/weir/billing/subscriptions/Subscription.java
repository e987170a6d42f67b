package dev.weir.billing.subscriptions;

import java.time.Instant;

/**
 * An account's place on a plan.
 *
 * @param accountId the account
 * @param plan name of the plan
 * @param subscribedAt when it was recorded
 * @param actor who did it, for the record
 * @param reason why, for the record
 */
public record Subscription(long accountId, String plan, Instant subscribedAt, String actor, String reason) {}
