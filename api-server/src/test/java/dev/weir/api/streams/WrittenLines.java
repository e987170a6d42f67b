package dev.weir.api.streams;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;

/** A socket whose reader takes everything, or nothing: what a reader gets, write by write. */
final class WrittenLines implements StreamOutput {

    final List<String> lines = new ArrayList<>();
    final List<Integer> writes = new ArrayList<>();
    int cut;
    boolean readerGone;
    private boolean stuck;
    private final List<Callback> waiting = new ArrayList<>();

    /** From now on the reader takes nothing. */
    void stick() {
        stuck = true;
    }

    /** The reader takes everything again. */
    void loosen() {
        stuck = false;
        List<Callback> done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(Callback::succeeded);
    }

    /** The socket breaks. */
    void tear() {
        List.copyOf(waiting).forEach(callback -> callback.failed(new java.io.EOFException()));
    }

    @Override
    public void write(List<byte[]> next, Callback done) {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("one write at a time");
        }
        next.forEach(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        writes.add(next.size());
        if (stuck) {
            waiting.add(done);
        } else {
            done.succeeded();
        }
    }

    @Override
    public boolean isReaderGone() {
        return readerGone;
    }

    @Override
    public void cut() {
        cut++;
    }
}
