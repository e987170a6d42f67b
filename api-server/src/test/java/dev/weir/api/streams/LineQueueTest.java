package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LineQueueTest {

    private final SharedRoom room = new SharedRoom(1_000);
    private final LineQueue queue = new LineQueue(3, 100, room);

    @Test
    void takesNoMoreLinesThanItMay() {
        assertThat(queue.offer(line(1))).isTrue();
        assertThat(queue.offer(line(1))).isTrue();
        assertThat(queue.offer(line(1))).isTrue();
        assertThat(queue.offer(line(1))).isFalse();
        assertThat(queue.poll()).isNotNull();
        assertThat(queue.offer(line(1))).as("while the first is being written").isFalse();
        queue.written();
        assertThat(queue.offer(line(1))).isTrue();
    }

    @Test
    void takesNoMoreBytesThanItMayButAnySingleLine() {
        assertThat(queue.offer(line(500))).isTrue();
        assertThat(queue.offer(line(1))).isFalse();
        assertThat(queue.poll()).isNotNull();
        assertThat(queue.offer(line(60))).as("while the first is being written").isFalse();
        queue.written();
        assertThat(queue.offer(line(60))).isTrue();
        assertThat(queue.offer(line(41))).isFalse();
        assertThat(queue.offer(line(40))).isTrue();
    }

    @Test
    void theLastLineComesNextAndNothingAfterIt() {
        Line last = line(2);
        queue.offer(line(1));
        queue.finish(last);
        assertThat(queue.offer(line(1))).isTrue();
        assertThat(queue.isDrained()).isFalse();
        assertThat(queue.poll()).isSameAs(last);
        assertThat(queue.poll()).isNull();
        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void slowReadersTogetherHoldNoMoreThanTheGatewayHasAndTheQuickOnesNeverNotice() {
        List<LineQueue> slow =
                Stream.generate(() -> new LineQueue(100, 900, room)).limit(9).toList();
        while (slow.stream().anyMatch(reader -> reader.offer(line(10)))) {
            assertThat(room.held()).isLessThanOrEqualTo(2_000);
        }
        assertThat(room.held()).isGreaterThan(900);
        assertThat(queue.offer(line(60))).as("a reader with little waiting").isTrue();
        assertThat(queue.poll()).isNotNull();
        queue.written();

        slow.forEach(reader -> reader.finish(line(1)));
        assertThat(room.held()).isZero();
        assertThat(queue.offer(line(90))).isTrue();
    }

    @Test
    void whoWaitsForRoomInVainHears() throws Exception {
        queue.offer(line(1));
        assertThat(queue.awaitRoom(1)).isTrue();
        queue.offer(line(1));
        assertThat(queue.awaitRoom(1)).isFalse();
    }

    private static Line line(int bytes) {
        return new Line(new byte[bytes], true);
    }
}
