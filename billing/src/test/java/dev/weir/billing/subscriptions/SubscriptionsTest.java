package dev.weir.billing.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.billing.database.BillingDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {

    private final Jdbi jdbi = BillingDatabase.create().jdbi();
    private final Subscriptions subscriptions = new Subscriptions(jdbi);

    @Test
    void theNewestPlanIsInForceAndTheOthersAreHistory() {
        publish("free", "basic");
        assertThat(subscriptions.planOf(7)).isEmpty();

        subscriptions.subscribe(7, "free", "ann", "signed up");
        subscriptions.subscribe(8, "free", "ben", "signed up");
        subscriptions.subscribe(7, "basic", "ann", "grew");

        assertThat(subscriptions.planOf(7)).contains("basic");
        assertThat(subscriptions.planOf(8)).contains("free");
        assertThat(subscriptions.history(7))
                .extracting(Subscription::plan, Subscription::actor, Subscription::reason)
                .containsExactly(tuple("basic", "ann", "grew"), tuple("free", "ann", "signed up"));
    }

    @Test
    void refusesAPlanThatIsNotInTheNewestCatalogue() {
        assertThatThrownBy(() -> subscriptions.subscribe(7, "free", "ann", "test"))
                .isInstanceOf(UnknownPlanException.class)
                .hasMessageContaining("no catalogue has been published");

        publish("free", "basic");
        assertThatThrownBy(() -> subscriptions.subscribe(7, "gold", "ann", "test"))
                .isInstanceOf(UnknownPlanException.class)
                .hasMessage("there is no plan \"gold\"; the newest catalogue has free, basic");
        assertThat(subscriptions.planOf(7)).isEmpty();
    }

    @Test
    void historyCannotBeRewritten() {
        publish("free");
        subscriptions.subscribe(7, "free", "ann", "test");

        assertThatThrownBy(
                        () -> jdbi.useHandle(handle -> handle.execute("update billing.subscriptions set plan = 'x'")))
                .hasMessageContaining("immutable");
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("delete from billing.subscriptions")))
                .hasMessageContaining("immutable");
    }

    @Test
    void newsLeavesNothingOutHoweverLateATransactionCommits() {
        publish("free", "basic");
        var start = position();
        try (var slow = jdbi.open()) {
            slow.begin();
            subscriptions.subscribe(slow, 1, "free", "ann", "slow");
            subscriptions.subscribe(2, "free", "ann", "quick");

            var afterQuick = position();
            assertThat(subscriptions.changedSince(start)).containsOnlyKeys(2L);

            slow.commit();
            assertThat(subscriptions.changedSince(afterQuick)).containsEntry(1L, "free");
        }
        subscriptions.subscribe(1, "basic", "ann", "again");
        assertThat(subscriptions.changedSince(start)).containsEntry(1L, "basic").containsEntry(2L, "free");
        assertThat(subscriptions.changedSince(position())).isEmpty();
    }

    private long position() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                        .mapTo(Long.class)
                        .one());
    }

    private void publish(String... plans) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        insert into billing.catalogue_versions (version, sha256, content, plans, published_by)
                        values (1, sha256('x'), 'x', string_to_array(:plans, ' '), 'ann')
                        """).bind("plans", String.join(" ", plans)).execute());
    }
}
