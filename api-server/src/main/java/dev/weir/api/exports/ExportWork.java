package dev.weir.api.exports;

import dev.weir.api.microblog.PostArchive;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets this gateway work on exports, beside requests, for as long as it runs. */
public final class ExportWork implements AutoCloseable {

    /** How long an export waits after a gateway died before another takes it over. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(ExportWork.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Exporter exporter;
    private final SqlExports exports;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private volatile boolean open = true;

    @Nullable
    private ScheduledFuture<?> running;

    public ExportWork(
            Jdbi jdbi, PostArchive archive, PostsQuota quota, Clock clock, ScheduledExecutorService scheduler) {
        this.exporter = new Exporter(jdbi, archive, quota, clock, LEASE, Exporter.Steps.UNHEARD);
        this.exports = new SqlExports(jdbi);
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Begins. */
    public synchronized void start() {
        running = scheduler.scheduleWithFixedDelay(this::work, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void work() {
        try {
            exports.deleteExpired(clock.instant());
            while (open && exporter.work(() -> open)) {
                LOG.debug("looking for another export");
            }
        } catch (RuntimeException e) {
            // An outage: the next turn tries again, and requests tell of it.
            LOG.debug("exports rest", e);
        }
    }

    /** Stops behind the batch in progress; another gateway goes on. */
    @Override
    public synchronized void close() {
        open = false;
        if (running != null) {
            running.cancel(false);
        }
    }
}
