package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.wire.Selection;
import jakarta.servlet.AsyncContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose reader and clock are the test's. */
class StreamConnectionTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final StreamBounds TERMS = new StreamBounds(
            Duration.ofSeconds(10),
            3,
            1_000,
            10_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    private final WrittenLines output = new WrittenLines();
    private final Around around = new Around();
    private StreamConnection connection = around.open(Optional.empty());
    private int completed;

    @BeforeEach
    void begin() {
        begin(connection);
    }

    private void begin(StreamConnection opened) {
        AsyncContext context = (AsyncContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("complete")) {
                        completed++;
                    }
                    return null;
                });
        opened.begin(context, output);
    }

    @Test
    void aLineIsWrittenAsSoonAsItComes() {
        offer("one\r\n");
        offer("two\r\n");
        assertThat(output.lines).containsExactly("one\r\n", "two\r\n");
        assertThat(output.writes).containsExactly(1, 1);
    }

    @Test
    void whatComesWhileTheSocketIsBusyGoesOutTogether() {
        output.stick();
        offer("one\r\n");
        offer("two\r\n");
        offer("three\r\n");
        assertThat(output.lines).containsExactly("one\r\n");
        output.loosen();
        assertThat(output.lines).containsExactly("one\r\n", "two\r\n", "three\r\n");
        assertThat(output.writes).containsExactly(1, 2);
    }

    @Test
    void aSilentConnectionBeatsEveryTenSecondsAndABusyOneDoesNot() {
        around.pass(Duration.ofSeconds(9));
        assertThat(output.lines).isEmpty();
        around.pass(Duration.ofSeconds(1));
        assertThat(output.lines).containsExactly("\r\n");
        around.pass(Duration.ofSeconds(6));
        offer("one\r\n");
        around.pass(Duration.ofSeconds(6));
        assertThat(output.lines).containsExactly("\r\n", "one\r\n");
        around.pass(Duration.ofSeconds(4));
        assertThat(output.lines).containsExactly("\r\n", "one\r\n", "\r\n");
    }

    @Test
    void aReaderWhoLeavesTooManyLinesIsToldSoAndCutOff() {
        output.stick();
        offer("1\r\n");
        offer("2\r\n");
        offer("3\r\n");
        assertThat(connection.isEnded()).isFalse();
        offer("4\r\n");
        assertThat(connection.isEnded()).isTrue();
        output.loosen();
        assertThat(output.lines).hasSize(2).startsWith("1\r\n");
        assertThat(output.lines.get(1)).contains("SlowReader").endsWith("\r\n");
        assertThat(completed).isEqualTo(1);
        assertThat(around.ended).containsExactly(Disconnect.SLOW_READER);
        assertThat(around.room.held()).isZero();
    }

    @Test
    void aReaderWhoTakesNothingIsCutOffAndItsSocketClosed() {
        output.stick();
        offer("1\r\n");
        around.pass(Duration.ofSeconds(29));
        assertThat(connection.isEnded()).isFalse();
        around.pass(Duration.ofSeconds(1));
        assertThat(connection.isEnded()).isTrue();
        assertThat(output.cut).isZero();
        around.pass(Duration.ofSeconds(5));
        assertThat(output.cut).isEqualTo(1);
        assertThat(around.ended).containsExactly(Disconnect.SLOW_READER);
    }

    @Test
    void aSpentMonthEndsItBeforeThePost() {
        around.paid = 0;
        connection.offer(post("post\r\n"));
        connection.carryOn();
        assertThat(output.lines)
                .singleElement()
                .asString()
                .contains("UsageCapExceeded")
                .contains("usage-capped");
        assertThat(around.ended).containsExactly(Disconnect.CAPPED);
    }

    @Test
    void aMonthSpentBetweenTwoPostsLetsTheFirstThroughAndTellsAfterIt() {
        output.stick();
        offer("before\r\n");
        around.paid = 1;
        connection.offer(post("first\r\n"));
        connection.offer(post("second\r\n"));
        output.loosen();
        assertThat(output.lines).hasSize(3).startsWith("before\r\n", "first\r\n");
        assertThat(output.lines.get(2)).contains("UsageCapExceeded");
        assertThat(around.ended).containsExactly(Disconnect.CAPPED);
    }

    @Test
    void theFirstReasonCounts() {
        output.stick();
        offer("1\r\n");
        connection.end(Disconnect.KEY_ENDED);
        connection.end(Disconnect.SHUTDOWN);
        output.loosen();
        assertThat(output.lines).hasSize(2);
        assertThat(output.lines.get(1)).contains("ForceDisconnect").contains("revoked");
        assertThat(around.ended).containsExactly(Disconnect.KEY_ENDED);
    }

    @Test
    void atItsEndTimeItEndsWithoutAWord() {
        connection = around.open(Optional.of(NOW.plusSeconds(2)));
        begin(connection);
        assertThat(connection.wants(NOW.plusSeconds(1))).isTrue();
        assertThat(connection.wants(NOW.plusSeconds(2))).isFalse();
        connection.tick(NOW.plusSeconds(1));
        assertThat(connection.isEnded()).isFalse();
        connection.tick(NOW.plusSeconds(2));
        assertThat(output.lines).isEmpty();
        assertThat(around.ended).containsExactly(Disconnect.END_TIME);
    }

    @Test
    void aReaderWhoClosedTheConnectionIsNoticedWithinATickAndNotWithAHeartbeat() {
        around.pass(Duration.ofSeconds(1));
        assertThat(connection.isEnded()).isFalse();
        output.readerGone = true;
        around.pass(Duration.ofSeconds(1));
        assertThat(around.ended).containsExactly(Disconnect.READER_GONE);
        assertThat(output.cut).isEqualTo(1);
        assertThat(completed).isEqualTo(1);
    }

    @Test
    void aReaderWhoLeftWithLinesUntakenIsNoticedToo() {
        output.stick();
        offer("1\r\n");
        output.readerGone = true;
        around.pass(Duration.ofSeconds(1));
        assertThat(around.ended).containsExactly(Disconnect.READER_GONE);
    }

    @Test
    void aBrokenSocketEndsItOnce() {
        output.stick();
        offer("1\r\n");
        output.tear();
        connection.end(Disconnect.SHUTDOWN);
        connection.carryOn();
        assertThat(around.ended).containsExactly(Disconnect.READER_GONE);
        assertThat(completed).isEqualTo(1);
    }

    private void offer(String line) {
        connection.offer(new Line(line.getBytes(StandardCharsets.UTF_8), false));
        connection.carryOn();
    }

    private static Line post(String line) {
        return new Line(line.getBytes(StandardCharsets.UTF_8), true);
    }

    private final class Around implements StreamConnection.Surroundings {

        private final SharedRoom room = new SharedRoom(TERMS.allQueuedBytes());
        private final List<Disconnect> ended = new ArrayList<>();
        private int paid = Integer.MAX_VALUE;
        private long nanos;

        StreamConnection open(Optional<Instant> end) {
            return new StreamConnection(
                    new StreamConnection.Request(
                            UUID.randomUUID(),
                            StreamKind.FILTERED,
                            new Caller("key", 1, 1, "basic", false, Optional.empty(), Set.of()),
                            Selection.ofAllBesidePosts(),
                            Optional.empty(),
                            end,
                            false),
                    new Policy(Endpoint.SEARCH_STREAM, "basic", true, List.of(), Optional.empty(), 512),
                    0,
                    TERMS,
                    this);
        }

        void pass(Duration time) {
            nanos += time.toNanos();
            connection.tick(NOW);
        }

        @Override
        public boolean pay(StreamConnection paying) {
            return paid-- > 0;
        }

        @Override
        public void ended(StreamConnection over, Disconnect why) {
            ended.add(why);
        }

        @Override
        public void carryOn(StreamConnection going) {
            going.carryOn();
        }

        @Override
        public SharedRoom room() {
            return room;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    }
}
