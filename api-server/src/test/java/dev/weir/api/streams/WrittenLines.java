package dev.weir.api.streams;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A socket that takes what is flushed, when it is ready: what a reader gets, flush by flush. */
final class WrittenLines extends ServletOutputStream {

    final List<String> chunks = new ArrayList<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    boolean ready = true;

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) {
        buffer.write(b);
    }

    @Override
    public void flush() {
        chunks.add(buffer.toString(StandardCharsets.UTF_8));
        buffer.reset();
    }
}
