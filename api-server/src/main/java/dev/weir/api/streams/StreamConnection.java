package dev.weir.api.streams;

import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.wire.Selection;
import jakarta.servlet.AsyncContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. Lines are put into a bounded queue and leave it as fast as the reader takes them, without a thread of
 * the connection's own: whoever adds a line, or finds the socket writable again, carries on.
 *
 * <p>Lines go out as soon as the socket has taken those before them; those that have come meanwhile go together.
 */
final class StreamConnection {

    /** Bytes that are written at once: few enough for a slow reader to take them in time, see {@link StreamBounds}. */
    private static final int AT_ONCE = 16 << 10;

    /**
     * Whom a connection serves, and what it was asked for.
     *
     * @param selection the same object for all connections that chose the same fields
     * @param end the first instant whose posts are no longer wanted; empty for never
     * @param gzip whether lines are compressed
     */
    record Request(
            UUID id,
            StreamKind kind,
            Caller caller,
            Selection selection,
            Optional<Instant> start,
            Optional<Instant> end,
            boolean gzip) {}

    /** What a connection asks of its surroundings. */
    interface Surroundings {
        /** Pays for one post; false when the month's posts are spent. */
        boolean pay(StreamConnection connection);

        /** The connection is over and gone. Called once. */
        void ended(StreamConnection connection, Disconnect why);

        /** Has lines carried on by another thread. */
        void carryOn(StreamConnection connection);

        /** What all connections' lines may take up together. */
        SharedRoom room();

        /** A clock that never jumps. */
        long nanoTime();
    }

    private final Request request;
    private final Surroundings surroundings;
    private final StreamBounds bounds;
    private final LineQueue queue;
    private final @Nullable GzipLines gzip;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicReference<@Nullable Disconnect> why = new AtomicReference<>();

    private volatile Policy policy;
    /** The place in the feed up to which this connection has been served. Only one thread at a time serves it. */
    private volatile long position;

    private volatile @Nullable AsyncContext async;
    private volatile @Nullable StreamOutput out;
    private volatile boolean writing;
    private volatile boolean doubted;
    private volatile long wroteAtNanos;
    private volatile long endedAtNanos;
    private volatile boolean over;
    private boolean gzipEnded;

    StreamConnection(Request request, Policy policy, long position, StreamBounds bounds, Surroundings surroundings) {
        this.request = request;
        this.policy = policy;
        this.position = position;
        this.bounds = bounds;
        this.surroundings = surroundings;
        this.queue = new LineQueue(bounds.queuedLines(), bounds.queuedBytes(), surroundings.room());
        this.gzip = request.gzip() ? new GzipLines() : null;
        this.wroteAtNanos = surroundings.nanoTime();
    }

    Request request() {
        return request;
    }

    UUID id() {
        return request.id();
    }

    Policy policy() {
        return policy;
    }

    /** What the plan says now. */
    void policy(Policy now) {
        policy = now;
    }

    long position() {
        return position;
    }

    void position(long reached) {
        position = reached;
    }

    /** Whether a post of this time is wanted. */
    boolean wants(Instant createdAt) {
        return request.start().map(start -> !createdAt.isBefore(start)).orElse(true)
                && request.end().map(createdAt::isBefore).orElse(true);
    }

    boolean isEnded() {
        return why.get() != null;
    }

    /** The answer's head is out: lines may follow. */
    void begin(AsyncContext context, StreamOutput output) {
        this.async = context;
        this.out = output;
        carryOn();
    }

    /** Adds a line; a reader who has left too many is cut off. */
    void offer(Line line) {
        if (!queue.offer(line)) {
            end(Disconnect.SLOW_READER);
        }
    }

    /** Waits until a good part of the lines is out; cuts off a reader who takes nothing. */
    void awaitRoom() throws InterruptedException {
        if (!queue.awaitRoom(bounds.stalled().toMillis())) {
            end(Disconnect.SLOW_READER);
        }
    }

    /** Ends the connection: what waits is dropped, the reason is the last line. Only the first reason counts. */
    void end(Disconnect reason) {
        if (why.compareAndSet(null, reason)) {
            endedAtNanos = surroundings.nanoTime();
            queue.finish(reason.line().orElse(null));
            surroundings.carryOn(this);
        }
    }

    /** What time alone brings: a heartbeat, the end of patience, the news that nobody listens. Called about every second. */
    void tick(Instant now) {
        long nanos = surroundings.nanoTime();
        if (isEnded()) {
            if (!over && isPast(endedAtNanos, bounds.farewell(), nanos)) {
                StreamOutput output = out;
                if (output != null) {
                    output.cut();
                }
                close();
            }
        } else if (request.end().isPresent() && !now.isBefore(request.end().get())) {
            end(Disconnect.END_TIME);
        } else if (!queue.isEmpty() && isPast(wroteAtNanos, bounds.stalled(), nanos)) {
            end(Disconnect.SLOW_READER);
        } else {
            if (queue.isEmpty() && isPast(wroteAtNanos, bounds.heartbeat(), nanos)) {
                offer(Line.HEARTBEAT);
            }
            doubted = true;
            surroundings.carryOn(this);
        }
    }

    private static boolean isPast(long since, Duration time, long now) {
        return now - since >= time.toNanos();
    }

    /** Whether lines wait. */
    boolean hasLines() {
        return !queue.isEmpty();
    }

    /** Writes what can be written now. Never blocks on the reader; threads that meet here leave it to the first. */
    void carryOn() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            write();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void write() {
        StreamOutput output = out;
        if (output == null || over) {
            return;
        }
        try {
            if (doubted) {
                doubted = false;
                if (output.isReaderGone()) {
                    output.cut();
                    gone();
                    return;
                }
            }
            if (writing) {
                return;
            }
            List<byte[]> next = next();
            if (!next.isEmpty()) {
                writing = true;
                wroteAtNanos = surroundings.nanoTime();
                output.write(next, Callback.from(this::written, failure -> gone()));
            } else if (queue.isDrained()) {
                close();
            }
        } catch (RuntimeException e) {
            gone();
        }
    }

    private void written() {
        queue.written();
        wroteAtNanos = surroundings.nanoTime();
        writing = false;
        carryOn();
    }

    private void gone() {
        end(Disconnect.READER_GONE);
        close();
    }

    /** What goes out in one write; empty when nothing waits. */
    private List<byte[]> next() {
        List<byte[]> next = new ArrayList<>();
        int bytes = 0;
        for (Line line = queue.poll(); line != null; line = bytes < AT_ONCE ? queue.poll() : null) {
            if (line.post() && !surroundings.pay(this)) {
                end(Disconnect.CAPPED);
            } else {
                byte[] written = gzip == null ? line.bytes() : gzip.line(line.bytes());
                next.add(written);
                bytes += written.length;
            }
        }
        if (next.isEmpty() && gzip != null && !gzipEnded && queue.isDrained()) {
            gzipEnded = true;
            next.add(gzip.end());
        }
        return next;
    }

    /** Gives everything back. */
    private void close() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        if (gzip != null) {
            gzip.close();
        }
        Disconnect reason = why.get();
        surroundings.ended(this, reason == null ? Disconnect.READER_GONE : reason);
        AsyncContext context = async;
        if (context != null) {
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // The server has completed it already, after a failure of the network.
            }
        }
    }

    /** Ends a connection whose answer never began. */
    void abandon() {
        gone();
    }
}
