package dev.weir.limits.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgreedNodesTest {

    private final AtomicInteger live = new AtomicInteger(2);
    private final AgreedNodes nodes = AgreedNodes.following(live::get);

    private int at(long second, boolean answering, int seen) {
        live.set(seen);
        nodes.observe(answering, TimeUnit.SECONDS.toNanos(second));
        return nodes.count();
    }

    @Test
    void growsAtOnceAndShrinksAfterAMinuteOfAgreement() {
        assertThat(at(0, true, 3)).isEqualTo(3);
        assertThat(at(1, true, 2)).isEqualTo(3);
        assertThat(at(60, true, 2)).isEqualTo(3);
        assertThat(at(61, true, 2)).isEqualTo(2);
    }

    @Test
    void aSideOfAPartitionKeepsTheOldCount() {
        assertThat(at(0, true, 3)).isEqualTo(3);
        assertThat(at(1, true, 1)).isEqualTo(3);
        assertThat(at(30, false, 1)).isEqualTo(3);
        assertThat(at(62, true, 1)).isEqualTo(3);
        assertThat(at(100, true, 0)).isEqualTo(3);
    }
}
