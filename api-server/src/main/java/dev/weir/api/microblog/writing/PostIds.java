package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.Snowflakes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the ids of new posts, on any number of gateways, no id twice.
 *
 * <p>A process makes ids under a machine number that it leases from the database, for {@link #LEASE} at a time. With the
 * number it leases a stretch of ids, which ends where an id would carry a time behind the lease; it makes none beyond,
 * and whoever gets the number next begins behind it. So two processes never make the same id, whatever their clocks say,
 * however long one of them was stopped, and without a statement for each id.
 *
 * <p>The first id takes the lease, {@link #start} has it renewed. Thread-safe.
 */
public final class PostIds implements AutoCloseable {

    /** How long a process that has died keeps its machine number. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(PostIds.class);
    private static final Duration RENEWAL = Duration.ofSeconds(15);

    private static final String RENEW = """
            update microblog.machines
            set leased_until = clock_timestamp() + make_interval(secs => :seconds), newest_id = greatest(newest_id, :newest)
            where number = :number and holder = :holder and leased_until > clock_timestamp()
            returning number
            """;

    private static final String TAKE = """
            with free as (
                select number, newest_id from microblog.machines where leased_until < clock_timestamp() and newest_id < :newest
                order by leased_until, number limit 1 for update skip locked)
            update microblog.machines m
            set holder = :holder, leased_until = clock_timestamp() + make_interval(secs => :seconds),
                newest_id = greatest(m.newest_id, :newest)
            from free where m.number = free.number
            returning m.number, free.newest_id
            """;

    private static final String GIVE_BACK = """
            update microblog.machines set leased_until = clock_timestamp(), holder = null
            where number = :number and holder = :holder
            """;

    /**
     * A machine number and the ids that may be made under it.
     *
     * @param newest the greatest of them
     */
    private record Lease(int number, Snowflakes ids, long newest) {}

    private final Jdbi jdbi;
    private final Clock clock;
    private final UUID holder;
    private volatile @Nullable Lease lease;
    private @Nullable Future<?> renewing;

    /** @param holder names this process among those that make ids */
    public PostIds(Jdbi jdbi, Clock clock, UUID holder) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.holder = holder;
    }

    /** Has the lease renewed from now on. */
    public synchronized void start(ScheduledExecutorService scheduler) {
        renewing = scheduler.scheduleWithFixedDelay(
                this::renewQuietly, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * The next id, greater than all before it.
     *
     * @throws MicroblogUnavailableException when there is no lease and none can be had
     */
    public long next() {
        Lease held = lease;
        if (held != null) {
            long id = held.ids.next();
            if (id <= held.newest) {
                return id;
            }
        }
        return nextOfRenewed();
    }

    private synchronized long nextOfRenewed() {
        Lease renewed = renewedOrTaken();
        long id = renewed.ids.next();
        if (id > renewed.newest) {
            throw new MicroblogUnavailableException("ids run ahead of the clock by more than a lease");
        }
        return id;
    }

    private void renewQuietly() {
        synchronized (this) {
            if (lease == null) {
                return;
            }
            try {
                renewedOrTaken();
            } catch (MicroblogUnavailableException e) {
                LOG.warn("The lease of this gateway's machine number was not renewed: {}", e.getMessage());
            }
        }
    }

    private Lease renewedOrTaken() {
        // Before asking: what is leased by the database's clock ends no earlier.
        Instant until = clock.instant().plus(LEASE);
        long newest = Snowflakes.at(until, Long.MAX_VALUE);
        try {
            Lease now = jdbi.inTransaction(handle -> renewed(handle, newest).orElseGet(() -> taken(handle, newest)));
            lease = now;
            return now;
        } catch (JdbiException e) {
            throw new MicroblogUnavailableException("no machine number can be leased from the database", e);
        }
    }

    private Optional<Lease> renewed(Handle handle, long newest) {
        Lease held = lease;
        if (held == null) {
            return Optional.empty();
        }
        return handle.createQuery(RENEW)
                .bind("seconds", LEASE.toSeconds())
                .bind("newest", newest)
                .bind("number", held.number)
                .bind("holder", holder)
                .mapTo(Integer.class)
                .findOne()
                .map(number -> new Lease(number, held.ids, Math.max(held.newest, newest)));
    }

    private Lease taken(Handle handle, long newest) {
        Lease taken = handle.createQuery(TAKE)
                .bind("seconds", LEASE.toSeconds())
                .bind("newest", newest)
                .bind("holder", holder)
                .map((row, context) -> {
                    int number = row.getInt("number");
                    return new Lease(number, new Snowflakes(clock, number, row.getLong("newest_id")), newest);
                })
                .findOne()
                .orElseThrow(() -> new MicroblogUnavailableException(
                        "all " + (Snowflakes.LARGEST_NODE + 1) + " machine numbers are leased"));
        LOG.info("This gateway makes ids as machine {}", taken.number);
        return taken;
    }

    /** Gives the machine number back. */
    @Override
    public synchronized void close() {
        if (renewing != null) {
            renewing.cancel(false);
        }
        Lease held = lease;
        lease = null;
        if (held == null) {
            return;
        }
        try {
            jdbi.useHandle(handle -> handle.createUpdate(GIVE_BACK)
                    .bind("number", held.number)
                    .bind("holder", holder)
                    .execute());
        } catch (JdbiException e) {
            LOG.info("Machine number {} is not given back but left to run out: {}", held.number, e.getMessage());
        }
    }
}
