package dev.weir.api.search;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;

/** A query as the text index takes it, with the names of users looked up. */
public final class IndexLookup {

    private IndexLookup() {}

    /**
     * The text of a {@code tsquery}; one read of users if the query names any, else none. A query that asks for what is not
     * in the text index is refused as the caller's fault.
     *
     * @throws dev.weir.api.microblog.MicroblogUnavailableException the users cannot be looked up
     */
    public static String of(Query query, Microblog microblog) {
        if (QueryCondition.of(query, microblog) instanceof Condition.Terms terms) {
            return terms.query();
        }
        throw new ProblemException(Problem.invalidRequest(
                "query",
                query.print(),
                "The `query` may not use conversation_id:, in_reply_to_tweet_id:, quotes_of_tweet_id:,"
                        + " retweets_of_tweet_id:, retweets_of:, min_likes:, min_replies:, min_reposts: or is:verified here:"
                        + " only what the text of a post and its author tell. Search takes them."));
    }
}
