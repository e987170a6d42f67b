package dev.weir.api.microblog;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The microblog cannot be read or written now. Says nothing about whether what was asked for exists. */
public final class MicroblogUnavailableException extends RuntimeException {

    /**
     * SQLSTATE classes of wrong SQL or data (data exception, integrity constraint violation, syntax error): they do not
     * pass by waiting, so they must not look like an outage.
     */
    private static final Set<String> OUR_MISTAKES = Set.of("22", "23", "42");

    public MicroblogUnavailableException(String message) {
        super(message);
    }

    public MicroblogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What to throw for a failed statement: the failure itself when it is a mistake of ours, otherwise an outage. */
    public static RuntimeException unlessOurMistake(String message, JdbiException failure) {
        return isOurMistake(failure.getCause()) ? failure : new MicroblogUnavailableException(message, failure);
    }

    /** The same for a statement that was sent without Jdbi. */
    static RuntimeException unlessOurMistake(String message, SQLException failure) {
        return isOurMistake(failure)
                ? new IllegalStateException(message, failure)
                : new MicroblogUnavailableException(message, failure);
    }

    private static boolean isOurMistake(@Nullable Throwable cause) {
        return cause instanceof SQLException failure
                && failure.getSQLState() != null
                && OUR_MISTAKES.contains(failure.getSQLState().substring(0, 2));
    }
}
