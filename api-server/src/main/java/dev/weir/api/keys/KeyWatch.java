package dev.weir.api.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database each second which keys and subscriptions have changed, and tells {@link CachedKeys}: a revoked key is
 * dead on every node, and a new plan in force, within two seconds of the commit while the database answers.
 *
 * <p>Also keeps the node's known keys in a file, at most every ten seconds, so that a node that starts while the database
 * is away still knows them. While the database is away nobody can revoke a key either, save on the far side of a network
 * split; the keys known here then work until the split heals.
 */
public final class KeyWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final long POLL_MILLIS = 1000;
    private static final int POLLS_PER_SNAPSHOT = 10;

    private final SqlKeys keys;
    private final CachedKeys cache;
    private final Pepper pepper;
    private final Path file;
    private final ScheduledExecutorService scheduler;

    private Optional<Long> position = Optional.empty();
    private long writtenEdition = -1;
    private int polls;
    private @Nullable Future<?> polling;
    private volatile Optional<String> problem = Optional.empty();

    /** @param file where to keep the known keys; its directory is made if missing */
    public KeyWatch(SqlKeys keys, CachedKeys cache, Pepper pepper, Path file, ScheduledExecutorService scheduler) {
        this.keys = keys;
        this.cache = cache;
        this.pepper = pepper;
        this.file = file;
        this.scheduler = scheduler;
    }

    /** Takes over what an earlier run knew, and begins to ask. */
    public synchronized void start() {
        try {
            KeySnapshot.read(file, pepper).ifPresent(snapshot -> {
                cache.remember(snapshot.keys());
                position = Optional.of(snapshot.position());
            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("The keys of the last run are not used: {}", e.getMessage());
        }
        poll();
        polling = scheduler.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Asks once. */
    synchronized void poll() {
        try {
            long next = keys.position();
            if (position.isPresent() && position.get() <= next) {
                cache.apply(keys.changedSince(position.get()));
            } else {
                // The first answer, or a history that ran backwards: a restored database. Nothing can be relied on.
                cache.clear();
            }
            position = Optional.of(next);
            report(Optional.empty());
        } catch (KeysUnavailableException | RuntimeException e) {
            report(Optional.of("changes of keys are not heard of: " + e.getMessage()));
        }
        polls++;
        if (polls % POLLS_PER_SNAPSHOT == 0) {
            save();
        }
    }

    /** Why changes of keys do not arrive here, for health checks; empty while they do. */
    public Optional<String> problem() {
        return problem;
    }

    /** Stops asking and leaves the known keys to the next run. */
    @Override
    public synchronized void close() {
        if (polling != null) {
            polling.cancel(false);
        }
        save();
    }

    private void save() {
        long edition = cache.edition();
        if (position.isEmpty() || edition == writtenEdition) {
            return;
        }
        try {
            new KeySnapshot(position.get(), cache.toRemember()).write(file, pepper);
            writtenEdition = edition;
        } catch (IOException | RuntimeException e) {
            LOG.warn("The known keys could not be kept in {}: {}", file, e.toString());
        }
    }

    private void report(Optional<String> now) {
        if (now.isPresent() && problem.isEmpty()) {
            LOG.warn("{}; the keys known here go on working", now.get());
        } else if (now.isEmpty() && problem.isPresent()) {
            LOG.info("Changes of keys are heard of again");
        }
        problem = now;
    }
}
