package dev.weir.limits.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.breaker.Breaker.Phase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {

    private double chance = 0.5;
    private long nowMillis = 1_000_000;
    private final Breaker breaker = new Breaker(BreakerSettings.defaults(), () -> chance);

    /** {@code +} an answer, {@code -} a failure 10 ms later, {@code ~} one at the same moment, {@code .} a tenth of a second, {@code _} a whole one. */
    @ParameterizedTest
    @CsvSource({
        "----, CLOSED",
        "-----, OPEN",
        "----+----, CLOSED",
        "---_--, OPEN",
        // What was under way together fails together: one event, as when a process stands still.
        "-~~~~~~~, CLOSED",
        "-~~~~~~~----, OPEN",
        // Two failures in 20 calls are a tenth; in 19 they are no evidence, and in 21 too few.
        "+++++++++++++++++-+-, OPEN",
        "++++++++++++++++-+-, CLOSED",
        "++++++++++++++++++-+-, CLOSED",
        // What is older than a second does not count.
        "++++++++++-_+++++++++-, CLOSED",
        "+++++++++++-.........+++++++-, OPEN",
        // An open breaker ignores results: only a probe closes it.
        "-----+++++++++++++++++, OPEN",
    })
    void opensOnFailuresInARowOrOnTheirShare(String calls, Phase expected) {
        calls.chars().forEach(this::happen);
        assertThat(breaker.phase()).isEqualTo(expected);
        assertThat(breaker.admits(nanos())).isEqualTo(expected == Phase.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"0, 800", "0.5, 1000", "1, 1200"})
    void probesOnceASecondGiveOrTakeAFifth(double random, long expectedMillis) {
        chance = random;
        "-----".chars().forEach(this::happen);
        nowMillis += expectedMillis - 1;
        assertThat(breaker.probeDue(nanos())).isFalse();
        nowMillis += 1;
        assertThat(breaker.probeDue(nanos())).isTrue();
        assertThat(breaker.probeDue(nanos())).isFalse();
        nowMillis += expectedMillis;
        assertThat(breaker.probeDue(nanos())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.09, true",
        "0, 0.11, false",
        "5000, 0.54, true",
        "5000, 0.56, false",
        "9900, 0.98, true",
        "10000, 0.999, true",
    })
    void returnsStepByStepAfterAnAnsweredProbe(long afterMillis, double random, boolean admitted) {
        "-----".chars().forEach(this::happen);
        breaker.probeAnswered(nanos());
        assertThat(breaker.phase()).isEqualTo(Phase.RAMPING);
        nowMillis += afterMillis;
        chance = random;
        assertThat(breaker.admits(nanos())).isEqualTo(admitted);
        assertThat(breaker.phase()).isEqualTo(afterMillis < 10_000 ? Phase.RAMPING : Phase.CLOSED);
    }

    @Test
    void opensAgainWhenTheStoreFailsOnTheRamp() {
        "-----".chars().forEach(this::happen);
        breaker.probeAnswered(nanos());
        "+_-----".chars().forEach(this::happen);
        assertThat(breaker.phase()).isEqualTo(Phase.OPEN);
        assertThat(breaker.timesOpened()).isEqualTo(2);
    }

    @Test
    void aClosedBreakerNeedsNoProbeAndIsNotMovedByOne() {
        nowMillis += 5_000;
        assertThat(breaker.probeDue(nanos())).isFalse();
        breaker.probeAnswered(nanos());
        assertThat(breaker.phase()).isEqualTo(Phase.CLOSED);
    }

    private void happen(int what) {
        switch (what) {
            case '+' -> breaker.succeeded(nanos());
            case '-' -> {
                nowMillis += 10;
                breaker.failed(nanos());
            }
            case '~' -> breaker.failed(nanos());
            case '.' -> nowMillis += 100;
            case '_' -> nowMillis += 1_100;
            default -> throw new IllegalArgumentException("unknown step " + (char) what);
        }
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(nowMillis);
    }
}
