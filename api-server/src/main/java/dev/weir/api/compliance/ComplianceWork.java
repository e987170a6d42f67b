package dev.weir.api.compliance;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets this gateway look through lists, beside requests. A chunk and its result are one transaction; a job whose gateway
 * died is taken over when the lease has run out, and goes on behind the last chunk.
 */
public final class ComplianceWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ComplianceWork.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** A job is shown as expired for a while before it is gone. */
    private static final Duration SHOWN_EXPIRED = Duration.ofDays(1);

    private static final int MOST_FAULTS = 8;
    private static final long PAUSE_MILLIS = 500;

    private final SqlCompliance jobs;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final UUID runner = UUID.randomUUID();
    private volatile boolean open = true;

    @Nullable
    private ScheduledFuture<?> running;

    public ComplianceWork(Jdbi jdbi, Clock clock, ScheduledExecutorService scheduler) {
        this.jobs = new SqlCompliance(jdbi);
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Begins. */
    public synchronized void start() {
        running = scheduler.scheduleWithFixedDelay(this::work, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Does what there is to do; called by the scheduler. */
    void work() {
        try {
            jobs.deleteExpired(clock.instant().minus(SHOWN_EXPIRED));
            for (var job = jobs.claim(runner, LEASE); open && job.isPresent(); job = jobs.claim(runner, LEASE)) {
                finish(job);
            }
        } catch (RuntimeException e) {
            // An outage: the next turn tries again, and requests tell of it.
            LOG.debug("compliance jobs rest", e);
        }
    }

    private void finish(Optional<ComplianceJob> claimed) {
        ComplianceJob job = claimed.orElseThrow();
        try {
            boolean more = true;
            while (open && more) {
                more = jobs.step(job, runner, LEASE, clock.instant());
            }
        } catch (JdbiException e) {
            LOG.warn("compliance job {} rests, because the database failed: {}", job.id(), e.getMessage());
            jobs.fault(job, runner, MOST_FAULTS);
        } catch (RuntimeException e) {
            LOG.error("compliance job {} stumbled", job.id(), e);
            jobs.fault(job, runner, MOST_FAULTS);
        }
    }

    /** Stops behind the chunk in progress; another gateway goes on. */
    @Override
    public synchronized void close() {
        open = false;
        if (running != null) {
            running.cancel(false);
        }
    }
}
