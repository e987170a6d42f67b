package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class SocketOutputTest {

    private final ByteArrayEndPoint socket = new ByteArrayEndPoint();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void everyLineIsAWholeChunk() {
        new SocketOutput(socket, true)
                .write(bytes("a line of 19 bytes\n", "ü\r\n"), Callback.from(done::incrementAndGet));

        assertThat(socket.getOutputString(StandardCharsets.UTF_8))
                .isEqualTo("13\r\na line of 19 bytes\n\r\n4\r\nü\r\n\r\n");
        assertThat(done).hasValue(1);
    }

    @Test
    void withoutChunksThereAreOnlyLines() {
        new SocketOutput(socket, false).write(bytes("one\r\n", "two\r\n"), Callback.from(done::incrementAndGet));

        assertThat(socket.getOutputString(StandardCharsets.UTF_8)).isEqualTo("one\r\ntwo\r\n");
        assertThat(done).hasValue(1);
    }

    @Test
    void isNotDoneBeforeTheReaderHasTakenAll() {
        ByteArrayEndPoint narrow = new ByteArrayEndPoint(new byte[0], 10);
        new SocketOutput(narrow, false).write(bytes("0123456789abcd\r\n"), Callback.from(done::incrementAndGet));

        assertThat(done).hasValue(0);
        assertThat(narrow.takeOutputString()).isEqualTo("0123456789");
        assertThat(narrow.takeOutputString()).isEqualTo("abcd\r\n");
        assertThat(done).hasValue(1);
    }

    @Test
    void aReaderIsGoneWhoClosesItsSideOrSpeaksWhereItShouldListen() {
        SocketOutput output = new SocketOutput(socket, true);
        assertThat(output.isReaderGone()).isFalse();
        socket.addInput("GET / HTTP/1.1");
        assertThat(output.isReaderGone()).isTrue();

        ByteArrayEndPoint closed = new ByteArrayEndPoint();
        closed.addInputEOF();
        assertThat(new SocketOutput(closed, true).isReaderGone()).isTrue();
    }

    @Test
    void cuttingClosesTheSocket() {
        new SocketOutput(socket, true).cut();
        assertThat(socket.isOpen()).isFalse();
    }

    private static List<byte[]> bytes(String... lines) {
        return Arrays.stream(lines)
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
