package dev.weir.api.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;

/** Tells a database that is away from a statement that is wrong. */
public final class DatabaseFaults {

    /** SQLSTATE classes: connection exception, insufficient resources, operator intervention, system error. */
    private static final java.util.Set<String> AWAY = java.util.Set.of("08", "53", "57", "58");

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
                    && AWAY.contains(sql.getSQLState().substring(0, 2))) {
                return true;
            }
        }
        return false;
    }
}
