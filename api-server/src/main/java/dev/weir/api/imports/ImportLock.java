package dev.weir.api.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Sees to it that one import at a time works on a database. Held by the session, so that a killed import leaves none. */
final class ImportLock {

    /** Any number that no other advisory lock on this database uses; this one spells "weirimpt". */
    private static final long KEY = 0x77656972_696d7074L;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private ImportLock() {}

    /**
     * Takes the lock, for the rest of the session if it is not released.
     *
     * @param patience how long to wait for an import that ends
     * @throws ImportFailedException another import holds it
     */
    static void take(Connection connection, Duration patience) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = " + patience.toMillis());
            statement.execute("select pg_advisory_lock(" + KEY + ")");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new ImportFailedException("another import works on this database; wait until it has ended", e);
            }
            throw e;
        }
    }

    /** Gives the lock back, if it was taken, at once: PostgreSQL may need a while to notice the end of a session. */
    static void release(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        }
    }
}
