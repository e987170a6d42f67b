package dev.weir.api.search;

import dev.weir.api.endpoints.Call;
import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.SearchTooBroadException;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@code query} of a request: read, measured by the caller's plan, priced, and answered within its time. */
final class AskedQuery {

    private final String text;
    private final @Nullable Query query;

    private AskedQuery(String text, @Nullable Query query) {
        this.text = text;
        this.query = query;
    }

    /** Reads the parameter; what is wrong with it is noted. */
    static AskedQuery read(Parameters parameters, Call call) {
        String text = parameters.required("query");
        int longest = Math.min(call.policy().queryLength(), QueryParser.LONGEST);
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            parameters.refuse(
                    "query",
                    text,
                    "The `query` is " + length + " characters long; this plan allows " + longest
                            + ": shorten it, or ask for a plan with longer queries");
        } else if (!text.isEmpty()) {
            try {
                return new AskedQuery(text, QueryParser.parse(text));
            } catch (InvalidQueryException e) {
                parameters.refuse("query", text, "The `query` cannot be understood: " + e.getMessage());
            }
        }
        return new AskedQuery(text, null);
    }

    /** The query as it was sent. */
    String text() {
        return text;
    }

    /** What to ask the database; call it after the parameters were checked. One statement at most. */
    Condition condition(Microblog microblog) {
        return AffordableQuery.condition(Optional.ofNullable(query).orElseThrow(), text, microblog);
    }

    /** Runs a search, and tells the caller when it was too broad. */
    <T> T within(Supplier<T> search) {
        try {
            return search.get();
        } catch (SearchTooBroadException e) {
            throw new ProblemException(Problem.invalidRequest(
                    "query",
                    text,
                    "The `query` matches or compares too many posts to be answered in time. Narrow it: add a rarer"
                            + " word, from:, or a shorter stretch of time (start_time, end_time)."));
        }
    }
}
