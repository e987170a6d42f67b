package dev.weir.drills.bench;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whose turn it is among many keys. Threads begin at different places and take the same steps. */
@State(Scope.Thread)
public class Turn {

    private static final AtomicInteger THREADS = new AtomicInteger();
    /** Prime, so that every key gets its turn. */
    private static final int STEP = 7_919;

    private int next = THREADS.getAndIncrement() * 104_729;

    /** A number from 0 to {@code keys - 1}. */
    int of(int keys) {
        next = (next + STEP) & Integer.MAX_VALUE;
        return next % keys;
    }
}
