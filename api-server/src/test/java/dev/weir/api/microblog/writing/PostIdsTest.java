package dev.weir.api.microblog.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.TestClock;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.Snowflakes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostIdsTest {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Jdbi jdbi = DATABASE.jdbi();
    private int holders;

    @BeforeEach
    void giveAllNumbersBack() {
        jdbi.useHandle(
                handle -> handle.execute("update microblog.machines set leased_until = '-infinity', newest_id = 0"));
    }

    @AfterEach
    void comeBack() {
        DATABASE.comeBack();
    }

    private PostIds ids(Instant now) {
        return new PostIds(jdbi, Clock.fixed(now, ZoneOffset.UTC), new UUID(0, ++holders));
    }

    @Test
    void twoGatewaysNeverMakeTheSameIdThoughTheirClocksAgree() {
        PostIds one = ids(NOON);
        PostIds other = ids(NOON);
        Set<Long> made = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            made.add(one.next());
            made.add(other.next());
        }
        assertThat(made).hasSize(10_000);
    }

    @Test
    void anIdCarriesTheTime() {
        assertThat(Snowflakes.timeOf(ids(NOON).next())).isEqualTo(NOON);
    }

    @Test
    void whoeverGetsTheNumberOfOneThatDiedBeginsBehindItsLease() {
        long last = ids(NOON).next();
        // Only this number is to be had, and its holder is gone.
        jdbi.useHandle(
                handle -> handle.execute(
                        "update microblog.machines set leased_until = case when holder is null then timestamptz 'infinity' else '-infinity' end"));

        long next = ids(NOON.plus(PostIds.LEASE)).next();

        assertThat(next).isGreaterThan(last);
        assertThat(next & 0x3ff000).as("the same machine").isEqualTo(last & 0x3ff000);
        assertThat(Snowflakes.timeOf(next)).isAfterOrEqualTo(NOON.plus(PostIds.LEASE));
    }

    @Test
    void oneThatWasStoppedForLongMakesNoIdUnderItsOldNumber() {
        var clock = new TestClock(NOON);
        var stopped = new PostIds(jdbi, clock, new UUID(1, 1));
        long before = stopped.next();
        jdbi.useHandle(handle ->
                handle.execute("update microblog.machines set leased_until = '-infinity' where holder is not null"));
        jdbi.useHandle(handle -> handle.execute("update microblog.machines set holder = '" + new UUID(2, 2)
                + "', leased_until = 'infinity' where holder is not null"));

        clock.advance(PostIds.LEASE.plusSeconds(1));
        long after = stopped.next();

        assertThat(after & 0x3ff000).as("another machine").isNotEqualTo(before & 0x3ff000);
    }

    @Test
    void aGatewayWithALeaseGoesOnWithoutTheDatabaseUntilItEnds() {
        var clock = new TestClock(NOON);
        var ids = new PostIds(jdbi, clock, new UUID(3, 3));
        ids.next();
        DATABASE.goAway();

        clock.advance(PostIds.LEASE.minusMillis(1));
        assertThat(ids.next()).isPositive();
        clock.advance(Duration.ofMillis(3));
        assertThatThrownBy(ids::next).isInstanceOf(MicroblogUnavailableException.class);
    }
}
