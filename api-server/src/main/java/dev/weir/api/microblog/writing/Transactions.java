package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.MicroblogUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs a write in one transaction: all of it happens or nothing does. Of two that wait for each other PostgreSQL ends one;
 * that one is run again.
 *
 * <p>All writes lock in the same order, so that this stays rare: rows of posts, then counters of posts, then counters of
 * users, each by id.
 */
final class Transactions {

    private static final int TRIES = 5;
    /** Serialization failure, deadlock detected. */
    private static final Set<String> CHOSEN_TO_FAIL = Set.of("40001", "40P01");

    private final Jdbi jdbi;

    Transactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Runs the work and commits.
     *
     * @throws MicroblogUnavailableException when the database fails; the write may have happened if it did so at the end
     */
    <T> T run(HandleCallback<T, RuntimeException> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(work);
            } catch (JdbiException e) {
                if (attempt == TRIES || !mayBeRepeated(e)) {
                    throw MicroblogUnavailableException.unlessOurMistake(
                            "the microblog cannot be written to the database", e);
                }
            }
        }
    }

    private static boolean mayBeRepeated(JdbiException failure) {
        // A pool without a free connection fails without a state.
        return failure.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && CHOSEN_TO_FAIL.contains(cause.getSQLState());
    }
}
