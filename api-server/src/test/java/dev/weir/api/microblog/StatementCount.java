package dev.weir.api.microblog;

import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** Counts the statements that a Jdbi has sent. */
public final class StatementCount implements SqlLogger {

    private final AtomicLong count;

    public StatementCount(AtomicLong count) {
        this.count = count;
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        count.incrementAndGet();
    }
}
