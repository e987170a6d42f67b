package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.Snowflakes;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void holdsOneInAHundredOfIdsMadeOneAfterTheOther() {
        long first = Snowflakes.firstAt(Instant.parse("2026-11-21T12:00:00Z"));
        long held = LongStream.range(0, 200_000)
                .map(n -> first + (n << 22))
                .filter(Sample::holds)
                .count();
        assertThat(held).isBetween(1_850L, 2_150L);
    }

    @Test
    void neverChangesItsMind() {
        assertThat(LongStream.range(0, 1_000).filter(Sample::holds).toArray())
                .isEqualTo(LongStream.range(0, 1_000).filter(Sample::holds).toArray())
                .isNotEmpty();
    }
}
