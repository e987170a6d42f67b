package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SnowflakesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void anIdCarriesItsTimeAndNode() {
        long id = new Snowflakes(Clock.fixed(NOON, ZoneOffset.UTC), 37, 0).next();

        assertThat(Snowflakes.timeOf(id)).isEqualTo(NOON);
        assertThat(id >> 12 & 1023).isEqualTo(37);
    }

    @Test
    void theEpochIsTheOneClientsComputeWith() {
        // The example post of the platform's own documentation.
        assertThat(Snowflakes.timeOf(1346889436626259968L)).isEqualTo(Instant.parse("2021-01-06T18:40:40.344Z"));
    }

    @Test
    void aClockSetBackDoesNotMakeIdsRunBackwards() {
        var clock = new SettableClock(NOON);
        var snowflakes = new Snowflakes(clock, 1, 0);
        long before = snowflakes.next();

        clock.now = NOON.minus(Duration.ofHours(1));
        long after = snowflakes.next();

        assertThat(after).isGreaterThan(before);
        assertThat(Snowflakes.timeOf(after)).isEqualTo(NOON);
    }

    @Test
    void aRestartWithASlowClockContinuesAfterTheLastId() {
        long last = new Snowflakes(Clock.fixed(NOON, ZoneOffset.UTC), 1, 0).next();
        var restarted = new Snowflakes(Clock.fixed(NOON.minusSeconds(60), ZoneOffset.UTC), 1, last);

        assertThat(restarted.next()).isGreaterThan(last);
    }

    @Test
    void moreThanAMillisecondHoldsBorrowsFromTheNext() {
        var snowflakes = new Snowflakes(Clock.fixed(NOON, ZoneOffset.UTC), 1023, 0);
        long[] ids = LongStream.generate(snowflakes::next).limit(10_000).toArray();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(Snowflakes.timeOf(ids[9_999])).isEqualTo(NOON.plusMillis(2));
    }

    @Test
    void threadsNeverGetTheSameId() {
        var snowflakes = new Snowflakes(Clock.systemUTC(), 1, 0);
        var threads = Executors.newFixedThreadPool(4);
        try {
            var parts = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> LongStream.generate(snowflakes::next)
                                    .limit(20_000)
                                    .toArray(),
                            threads))
                    .toList();
            long[] all = parts.stream()
                    .map(CompletableFuture::join)
                    .flatMapToLong(LongStream::of)
                    .toArray();
            assertThat(LongStream.of(all).distinct().count()).isEqualTo(80_000);
            assertThat(parts).allSatisfy(part -> assertThat(part.join()).isSorted());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theFirstIdOfATimeSeparatesBeforeFromAfter() {
        long id = new Snowflakes(Clock.fixed(NOON, ZoneOffset.UTC), 0, 0).next();

        assertThat(Snowflakes.firstAt(NOON)).isLessThanOrEqualTo(id);
        assertThat(Snowflakes.firstAt(NOON.plusNanos(1))).isGreaterThan(id);
        assertThat(Snowflakes.firstAt(NOON.plusMillis(1))).isGreaterThan(id);
    }

    @Test
    void timesBeyondIdsAreBounded() {
        assertThat(Snowflakes.firstAt(Instant.MIN)).isZero();
        assertThat(Snowflakes.firstAt(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Snowflakes.firstAt(Snowflakes.EPOCH)).isZero();
    }

    @Test
    void mintedIdsKeepTheirLowBits() {
        long id = Snowflakes.at(NOON, 0x7FFF_FFFFL);

        assertThat(Snowflakes.timeOf(id)).isEqualTo(NOON);
        assertThat(id & 0x3FFFFF).isEqualTo(0x3FFFFF);
    }

    @Test
    void aNodeNumberOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Snowflakes(Clock.systemUTC(), 1024, 0))
                .hasMessage("node must be 0 to 1023, was 1024");
    }

    private static final class SettableClock extends Clock {
        private Instant now;

        private SettableClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
