package dev.weir.api.search;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;

/** A query as the database takes it, unless it asks for more separate look-ups than anybody may have. */
public final class AffordableQuery {

    /** Passes over the indexes that one search may take; each costs up to some hundred milliseconds. */
    private static final int MOST_BRANCHES = 8;

    private AffordableQuery() {}

    /**
     * What to ask the database; one read of users if the query names any, else none. A query that needs too many separate
     * look-ups is refused as the caller's fault.
     *
     * @param text the query as it was written
     * @throws dev.weir.api.microblog.MicroblogUnavailableException the users cannot be looked up
     */
    public static Condition condition(Query query, String text, Microblog microblog) {
        Condition condition = QueryCondition.of(query, microblog);
        int branches = condition.branches().size();
        if (branches > MOST_BRANCHES) {
            throw new ProblemException(Problem.invalidRequest(
                    "query",
                    text,
                    "The `query` is too costly: its alternatives need " + branches + " separate look-ups, at most "
                            + MOST_BRANCHES + " are made. Put a word, from: or url: beside the groups that hold"
                            + " min_likes:, min_replies:, min_reposts: or retweets_of:, or use fewer of these."));
        }
        return condition;
    }
}
