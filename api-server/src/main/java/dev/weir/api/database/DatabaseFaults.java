package dev.weir.api.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;

/** Tells a database that is away from a statement that is wrong. */
public final class DatabaseFaults {

    /** SQLSTATE classes: connection exception, insufficient resources, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /**
     * Single states (manual, appendix A): a lock did not come in time, a transaction was idle for too long, a deadlock was
     * resolved at our expense, a transaction met another one.
     */
    private static final Set<String> NOT_NOW = Set.of("55P03", "25P03", "40P01", "40001");

    private DatabaseFaults() {}

    /** Whether the failure means that the database cannot be reached or used now, and may be later. */
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PoolExhaustedException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() >= 2
                    && (AWAY.contains(sql.getSQLState().substring(0, 2)) || NOT_NOW.contains(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
