package dev.weir.api.microblog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes as PostgreSQL has them: those that one snapshot sees and the one before did not. So none is missed and none
 * is told twice, though transactions commit in another order than they began, and nobody waits for anybody.
 *
 * <p>One statement that reads a few rows by index, or where nothing is written one that asks just that; no notification, because that one arrives some time after the commit,
 * and nobody can tell how long. {@link #next} is for one thread at a time.
 */
public final class SqlChanges implements Changes.Source, AutoCloseable {

    /** Changes are kept for at least this long; who has not asked for half of it starts anew. */
    static final Duration KEPT = Duration.ofMinutes(4);

    private static final Logger LOG = LoggerFactory.getLogger(SqlChanges.class);

    private static final String NEXT = """
            select cast(pg_current_snapshot() as text) as snapshot, c.posts, c.users, c.authors, c.everything
            from (values (1)) as one
            left join microblog.changes c
                on c.tx >= pg_snapshot_xmin(cast(? as pg_snapshot))
                and not pg_visible_in_snapshot(c.tx, cast(? as pg_snapshot))
            """;

    private static final String UNHEARD = "changes cannot be heard of from the database";

    private static final String NOW = "select cast(pg_current_snapshot() as text)";

    private static final String HORIZON = "select cast(pg_snapshot_xmin(pg_current_snapshot()) as text)";

    private static final String PRUNE = "delete from microblog.changes where tx < cast(:horizon as xid8)";

    private record Row(String snapshot, List<Long> posts, List<Long> users, List<Long> authors, boolean everything) {}

    private final Jdbi jdbi;
    private final LongSupplier nanoTime;
    private @Nullable String before;
    private long askedAtNanos;
    /** Whether nothing had been committed when it was last asked; then that is asked alone, which is half the work. */
    private boolean quiet;

    private @Nullable Hearing hearing;
    private @Nullable String horizon;
    private @Nullable Future<?> pruning;

    /** @param nanoTime tells how long ago it was last asked */
    public SqlChanges(Jdbi jdbi, LongSupplier nanoTime) {
        this.jdbi = jdbi;
        this.nanoTime = nanoTime;
    }

    /** Has old changes removed from now on. */
    public void start(ScheduledExecutorService scheduler) {
        pruning = scheduler.scheduleWithFixedDelay(this::prune, 0, KEPT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public Changes next() {
        long now = nanoTime.getAsLong();
        String earlier = before;
        try {
            Hearing listening = hearing();
            if (earlier == null || now - askedAtNanos > KEPT.toNanos() / 2) {
                before = listening.snapshot();
                askedAtNanos = now;
                return Changes.EVERYTHING;
            }
            if (quiet && listening.snapshot().equals(earlier)) {
                askedAtNanos = now;
                return Changes.NONE;
            }
            List<Row> rows = listening.since(earlier);
            before = rows.get(0).snapshot;
            quiet = rows.get(0).snapshot.equals(earlier);
            askedAtNanos = now;
            return ranBackwards(earlier, rows.get(0).snapshot) ? Changes.EVERYTHING : changes(rows);
        } catch (SQLException e) {
            leave();
            throw MicroblogUnavailableException.unlessOurMistake(UNHEARD, e);
        } catch (JdbiException e) {
            throw MicroblogUnavailableException.unlessOurMistake(UNHEARD, e);
        }
    }

    private Hearing hearing() throws SQLException {
        Hearing known = hearing;
        if (known != null) {
            return known;
        }
        Handle handle = jdbi.open();
        try {
            Connection connection = handle.getConnection();
            Hearing opened = new Hearing(handle, connection.prepareStatement(NOW), connection.prepareStatement(NEXT));
            hearing = opened;
            return opened;
        } catch (SQLException e) {
            handle.close();
            throw e;
        }
    }

    private void leave() {
        Hearing known = hearing;
        hearing = null;
        if (known != null) {
            known.close();
        }
    }

    /**
     * A connection and statements that are kept. This is asked before most answers from memory, and two thirds of its time
     * went into taking a connection and writing the statement anew.
     */
    private record Hearing(Handle handle, PreparedStatement now, PreparedStatement next) implements AutoCloseable {

        /** The snapshot of this moment. It is the same as another one only if nothing was committed in between. */
        private String snapshot() throws SQLException {
            try (ResultSet row = now.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }

        private List<Row> since(String earlier) throws SQLException {
            next.setString(1, earlier);
            next.setString(2, earlier);
            List<Row> rows = new ArrayList<>(1);
            try (ResultSet each = next.executeQuery()) {
                while (each.next()) {
                    rows.add(row(each));
                }
            }
            return rows;
        }

        @Override
        public void close() {
            try (handle;
                    now;
                    next) {
                LOG.debug("no longer listening");
            } catch (SQLException | JdbiException e) {
                LOG.debug("a broken connection", e);
            }
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getString(1), ids(row, 2), ids(row, 3), ids(row, 4), row.getBoolean(5));
    }

    private static List<Long> ids(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((Long[]) array.getArray());
    }

    private static Changes changes(List<Row> rows) {
        if (rows.size() == 1
                && rows.get(0).posts.isEmpty()
                && rows.get(0).users.isEmpty()
                && rows.get(0).authors.isEmpty()
                && !rows.get(0).everything) {
            return Changes.NONE;
        }
        List<Long> posts = new ArrayList<>();
        List<Long> users = new ArrayList<>();
        List<Long> authors = new ArrayList<>();
        rows.forEach(row -> {
            posts.addAll(row.posts);
            users.addAll(row.users);
            authors.addAll(row.authors);
        });
        return new Changes(posts, users, authors, rows.stream().anyMatch(Row::everything));
    }

    /** Whether the database is not the one of before, but an older copy of it. */
    private static boolean ranBackwards(String earlier, String now) {
        return firstRunning(now) < firstRunning(earlier);
    }

    /** The first number of a snapshot {@code xmin:xmax:…}. */
    private static long firstRunning(String snapshot) {
        return Long.parseLong(snapshot.substring(0, snapshot.indexOf(':')));
    }

    /** Removes what was committed before the last call. */
    void prune() {
        try {
            String next = jdbi.withHandle(
                    handle -> handle.createQuery(HORIZON).mapTo(String.class).one());
            String old = horizon;
            horizon = next;
            if (old != null) {
                jdbi.useHandle(handle ->
                        handle.createUpdate(PRUNE).bind("horizon", old).execute());
            }
        } catch (JdbiException e) {
            LOG.info("Old changes are left for later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (pruning != null) {
            pruning.cancel(false);
        }
        leave();
    }
}
