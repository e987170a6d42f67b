package dev.weir.api.streams;

import dev.weir.api.search.InvalidQueryException;
import dev.weir.api.search.Query;
import dev.weir.api.search.QueryParser;
import dev.weir.api.search.Reading;

/** Reads the text of a rule. */
final class RuleText {

    private RuleText() {}

    /**
     * The query that a rule is.
     *
     * @param most characters that the plan allows
     * @throws InvalidQueryException telling where the text goes wrong, or that it is too long
     */
    static Query parse(String value, int most) throws InvalidQueryException, TooLongException {
        int length = value.codePointCount(0, value.length());
        if (length > most) {
            throw new TooLongException(
                    "a rule of this plan has at most " + most + " characters, this one has " + length);
        }
        return QueryParser.parse(value, Reading.STREAM);
    }

    /** A rule that is longer than the plan allows. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLongException(String message) {
            super(message, null, false, false);
        }
    }
}
