package dev.weir.billing.subscriptions;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Which plan each account is on. The newest row of an account is in force; the older ones are its history and cannot be
 * changed. Thread-safe; what the database refuses comes out as Jdbi's exceptions.
 */
public final class Subscriptions {

    private final Jdbi jdbi;

    public Subscriptions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The plan this account is on; empty when it was never subscribed. */
    public Optional<String> planOf(long accountId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select plan from billing.subscriptions
                        where account_id = :account order by id desc limit 1
                        """)
                .bind("account", accountId)
                .mapTo(String.class)
                .findOne());
    }

    /**
     * Puts an account on a plan, from now on.
     *
     * @param actor who did it
     * @param reason why
     * @throws UnknownPlanException when the newest published catalogue has no such plan
     */
    public void subscribe(long accountId, String plan, String actor, String reason) {
        jdbi.useTransaction(handle -> subscribe(handle, accountId, plan, actor, reason));
    }

    /** As {@link #subscribe(long, String, String, String)}, within the caller's transaction. */
    public void subscribe(Handle handle, long accountId, String plan, String actor, String reason) {
        int added = handle.createUpdate("""
                        insert into billing.subscriptions (account_id, plan, actor, reason)
                        select :account, :plan, :actor, :reason
                        where :plan = any (
                            (select plans from billing.catalogue_versions order by version desc limit 1)::text[])
                        """)
                .bind("account", accountId)
                .bind("plan", plan)
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
        if (added == 0) {
            throw new UnknownPlanException(whyUnknown(handle, plan));
        }
    }

    /** Every place this account had, newest first. */
    public List<Subscription> history(long accountId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select account_id, plan, subscribed_at, actor, reason from billing.subscriptions
                        where account_id = :account order by id desc
                        """)
                .bind("account", accountId)
                .map((rs, context) -> new Subscription(
                        rs.getLong("account_id"),
                        rs.getString("plan"),
                        rs.getTimestamp("subscribed_at").toInstant(),
                        rs.getString("actor"),
                        rs.getString("reason")))
                .list());
    }

    /**
     * The accounts that were subscribed since a position, with the plan each is on now. May repeat what an earlier call
     * told; never leaves anything out, however late a transaction commits.
     *
     * @param position {@code pg_snapshot_xmin(pg_current_snapshot())}, read before the previous call
     */
    public Map<Long, String> changedSince(long position) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct on (account_id) account_id, plan from billing.subscriptions
                        where account_id in (
                            select account_id from billing.subscriptions
                            where written_in >= cast(:position as xid8)
                              and written_in < pg_snapshot_xmax(pg_current_snapshot()))
                        order by account_id, id desc
                        """)
                .bind("position", Long.toString(position))
                .reduceRows(new HashMap<Long, String>(), (plans, row) -> {
                    plans.put(row.getColumn("account_id", Long.class), row.getColumn("plan", String.class));
                    return plans;
                }));
    }

    private static String whyUnknown(Handle handle, String plan) {
        return handle.createQuery("select plans from billing.catalogue_versions order by version desc limit 1")
                .map((rs, context) -> (String[]) rs.getArray("plans").getArray())
                .findOne()
                .map(plans -> "there is no plan \"" + plan + "\"; the newest catalogue has "
                        + String.join(", ", Arrays.asList(plans)))
                .orElse("there is no plan \"" + plan + "\": no catalogue has been published");
    }
}
