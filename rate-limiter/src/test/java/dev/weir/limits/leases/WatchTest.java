package dev.weir.limits.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WatchTest {

    private long nowNanos;
    private int looks;
    private int answerAt = Integer.MAX_VALUE;

    private final Watch watch = new Watch(2, () -> nowNanos += TimeUnit.MICROSECONDS.toNanos(1));

    private boolean isAnswered() {
        return ++looks >= answerAt;
    }

    @Test
    void returnsWithTheAnswer() {
        answerAt = 20;

        watch.briefly(this::isAnswered);

        assertThat(looks).isEqualTo(20);
    }

    @Test
    void leavesAnAnswerThatDoesNotComeToSleep() {
        watch.briefly(this::isAnswered);

        assertThat(looks).isGreaterThan(100);
        assertThat(nowNanos).isLessThan(TimeUnit.MICROSECONDS.toNanos(60));
    }

    @Test
    void endsThoughTheClockStandsStill() {
        new Watch(2, () -> 0).briefly(this::isAnswered);

        assertThat(looks).isLessThan(100_000);
    }

    @Test
    void hardlyTriesWhereAnswersComeTooLate() {
        int watched = 0;
        for (int i = 0; i < 1_000; i++) {
            looks = 0;
            watch.briefly(this::isAnswered);
            watched += looks > 1 ? 1 : 0;
        }

        assertThat(watched).isBetween(2, 30);
    }

    @Test
    void triesEachTimeAgainOnceAnAnswerCameInTime() {
        for (int i = 0; i < 100; i++) {
            watch.briefly(this::isAnswered);
        }
        answerAt = 1;
        for (int i = 0; i < 100; i++) {
            // Asked once before it watches, and seen when it does.
            looks = -1;
            watch.briefly(this::isAnswered);
        }

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void oneAtATimeWatches() {
        int[] others = {0};
        BooleanSupplier otherAnswered = () -> ++others[0] < 0;

        watch.briefly(() -> {
            // The first look is before it watches.
            if (++looks > 1) {
                watch.briefly(otherAnswered);
            }
            return looks > 3;
        });

        assertThat(others[0]).as("looks of the three who came meanwhile").isEqualTo(3);
    }

    @Test
    void neverWatchesOnASingleCore() {
        new Watch(1, () -> nowNanos).briefly(this::isAnswered);

        assertThat(looks).isZero();
    }
}
