package dev.weir.drills.scale;

import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;

/**
 * Pages that PostgreSQL has looked at for its clients since it was started: what an answer costs on any machine.
 *
 * @param found in its own memory
 * @param fetched from the disk, or what the system keeps of it
 */
public record Pages(long found, long fetched) {

    /** A connection that nobody uses tells its figures after ten seconds. */
    private static final long TOLD_MILLIS = TimeUnit.SECONDS.toMillis(11);

    /** Waits until every connection has told its figures, and reads them. */
    public static Pages soFar(Jdbi jdbi) throws InterruptedException {
        Thread.sleep(TOLD_MILLIS);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select sum(hits), sum(read_bytes) / current_setting('block_size')::bigint
                        from pg_stat_io where backend_type = 'client backend' and object = 'relation'
                        """)
                .map((row, context) -> new Pages(row.getLong(1), row.getLong(2)))
                .one());
    }

    /** What has been added since then. */
    public Pages since(Pages before) {
        return new Pages(found - before.found, fetched - before.fetched);
    }

    public long all() {
        return found + fetched;
    }
}
