package dev.weir.api.streams;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lines that wait for one reader, bounded in number and bytes: a reader who does not keep up never holds more than
 * this. Thread-safe.
 */
final class LineQueue {

    private final int mostLines;
    private final long mostBytes;
    private final SharedRoom shared;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Queue<Line> lines = new ArrayDeque<>();
    /** Of what waits and of what is being written. */
    private long bytes;

    private int beingWritten;
    private long bytesBeingWritten;
    private boolean finished;

    /** @param shared what all queues of the gateway may hold; left when this one is finished */
    LineQueue(int mostLines, long mostBytes, SharedRoom shared) {
        this.mostLines = mostLines;
        this.mostBytes = mostBytes;
        this.shared = shared;
        shared.enter();
    }

    /** Adds a line; false when there is no room. A finished queue takes everything and keeps nothing. */
    boolean offer(Line line) {
        int length = line.bytes().length;
        lock.lock();
        try {
            if (finished) {
                return true;
            }
            boolean room = held() == 0 || (held() < mostLines && bytes + length <= mostBytes);
            if (!room || !shared.take(bytes, length)) {
                return false;
            }
            lines.add(line);
            bytes += length;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first line to write it; null when there is none. It holds its room until {@link #written}. */
    @Nullable
    Line poll() {
        lock.lock();
        try {
            Line line = lines.poll();
            if (line != null) {
                beingWritten++;
                bytesBeingWritten += line.bytes().length;
            }
            return line;
        } finally {
            lock.unlock();
        }
    }

    /** All lines taken so far are with the reader. */
    void written() {
        lock.lock();
        try {
            if (!finished) {
                shared.giveBack(bytesBeingWritten);
            }
            bytes -= bytesBeingWritten;
            forgetWritten();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetWritten() {
        beingWritten = 0;
        bytesBeingWritten = 0;
    }

    private int held() {
        return lines.size() + beingWritten;
    }

    /** Drops all lines; nothing comes after this one. */
    void finish(@Nullable Line last) {
        lock.lock();
        try {
            if (!finished) {
                shared.giveBack(bytes);
                shared.leave();
            }
            lines.clear();
            bytes = 0;
            forgetWritten();
            finished = true;
            if (last != null) {
                lines.add(last);
                bytes = last.bytes().length;
            }
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the last line has been taken. */
    boolean isDrained() {
        lock.lock();
        try {
            return finished && lines.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits and nothing is being written. */
    boolean isEmpty() {
        lock.lock();
        try {
            return held() == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it is at most half full, or finished.
     *
     * @return false when nothing was taken for this long
     */
    boolean awaitRoom(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            int before = held();
            while (!finished && (held() > mostLines / 2 || bytes > mostBytes / 2)) {
                if (left <= 0) {
                    return false;
                }
                left = taken.awaitNanos(left);
                if (held() < before) {
                    before = held();
                    left = TimeUnit.MILLISECONDS.toNanos(millis);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
