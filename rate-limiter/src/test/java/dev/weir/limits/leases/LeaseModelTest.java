package dev.weir.limits.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Seeds;
import dev.weir.limits.buckets.Tampering;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The limiter against what it promises, over random schedules in virtual time. {@code -Dweir.schedules} says how many of
 * each kind (300).
 */
class LeaseModelTest {

    private static final int SCHEDULES = Integer.getInteger("weir.schedules", 300);

    @Test
    void withAHealthyStoreNothingIsAdmittedBeyondALimitWhateverHappensToNodes() {
        AtomicInteger denied = new AtomicInteger();
        Seeds.check(SCHEDULES, random -> {
            LeaseSchedule schedule = new LeaseSchedule(random, false).run();
            schedule.rest().checkBooks();
            denied.addAndGet(schedule.denied());
        });
        assertThat(denied.get()).as("schedules that reach their limits").isGreaterThan(SCHEDULES);
    }

    @Test
    void whateverHappensToTheStoreTheBoundHoldsAndTheBooksCloseAfterwards() {
        Seeds.check(
                SCHEDULES,
                random -> new LeaseSchedule(random, true).run().rest().checkBooks());
    }

    @Test
    void leasesThatAreNotDeductedAreCaught() {
        assertCaught(store -> store.sabotage(bytes -> bytes, Tampering::undeductedLeases));
    }

    @Test
    void totalsWithoutTheNumberOfTheirExchangeAreCaught() {
        assertCaught(store -> store.sabotage(Tampering::differencesInsteadOfTotals, bytes -> bytes));
    }

    private static void assertCaught(Consumer<VirtualStore> sabotage) {
        int caught = 0;
        for (long seed = 1; seed <= 60 && caught == 0; seed++) {
            LeaseSchedule schedule = new LeaseSchedule(new Random(seed), seed % 2 == 0);
            sabotage.accept(schedule.store());
            try {
                schedule.run().rest().checkBooks();
            } catch (AssertionError broken) {
                caught++;
            }
        }
        assertThat(caught).isPositive();
    }
}
