package dev.weir.api.microblog;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** Counts the statements that a Jdbi has sent, and lets one fail. */
public final class StatementCount implements SqlLogger {

    private final AtomicLong count;
    private final AtomicLong failing;

    public StatementCount(AtomicLong count) {
        this(count, new AtomicLong());
    }

    /**
     * Counts, and breaks the connection.
     *
     * @param failing counts down with each statement; the one that brings it to 0 is not sent but fails
     */
    public StatementCount(AtomicLong count, AtomicLong failing) {
        this.count = count;
        this.failing = failing;
    }

    @Override
    public void logBeforeExecution(StatementContext context) {
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
            throw new ConnectionException(new SQLException("the connection broke (a test's doing)", "08006"));
        }
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        count.incrementAndGet();
    }
}
