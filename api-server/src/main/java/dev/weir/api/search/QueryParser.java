package dev.weir.api.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query language into a {@link Query}.
 *
 * <pre>
 * query    = all { "OR" all }
 * all      = part { part }                 a space means "and" and binds before OR
 * part     = [ "-" ] operator | "(" query ")"
 * operator = "phrase" | word | name:value  see {@link OperatorReader}
 * </pre>
 *
 * <p>Every alternative must name something that stands on its own (a word, {@code from:}, {@code url:} and most others);
 * negated operators and those that only narrow down ({@code lang: is: has: sample:}) must stand beside such a one, because
 * a query of them alone would match nearly everything. Groups may be nested {@value #DEEPEST} deep; a query has at most {@value #MOST_TERMS}
 * operators.
 */
public final class QueryParser {

    /** The longest query of all plans, in characters. */
    public static final int LONGEST = 4096;

    static final int DEEPEST = 16;
    static final int MOST_TERMS = 256;

    /**
     * A part that was read, with what the grammar must remember about it.
     *
     * @param loose where the first thing begins that needs something beside it; 0 if the part stands on its own
     */
    private record Part(Query query, int loose) {}

    private final QueryText text;
    private final OperatorReader operators;
    private int depth;
    private int terms;

    private final Reading reading;

    private QueryParser(String query, Reading reading) {
        this.reading = reading;
        this.text = new QueryText(query);
        this.operators = new OperatorReader(text, reading);
    }

    /** Reads a query or a rule, with the operators of its reading. Fails with {@link InvalidQueryException} only, whatever the text. */
    public static Query parse(String query, Reading reading) throws InvalidQueryException {
        int length = query.codePointCount(0, query.length());
        if (length > LONGEST) {
            throw new InvalidQueryException(
                    LONGEST + 1, "a query has at most " + LONGEST + " characters, this one has " + length);
        }
        return new QueryParser(query, reading).whole();
    }

    /** Reads a query of search. */
    public static Query parse(String query) throws InvalidQueryException {
        return parse(query, Reading.SEARCH);
    }

    private Query whole() throws InvalidQueryException {
        Part part = anyOf();
        if (!text.atEnd()) {
            throw text.error("')' has no '(' before it");
        }
        if (part.loose() > 0) {
            throw new InvalidQueryException(
                    part.loose(),
                    (reading == Reading.STREAM ? "lang:, is:, has:, sample:" : "lang:, is:, has:")
                            + " and negated operators need something to narrow down beside them: a word, phrase, #, @, $,"
                            + " from:, to:, url: or another that stands on its own");
        }
        return part.query();
    }

    private Part anyOf() throws InvalidQueryException {
        List<Query> alternatives = new ArrayList<>();
        int loose = 0;
        do {
            Part alternative = allOf();
            if (alternative.query() instanceof Query.AnyOf inner) {
                alternatives.addAll(inner.parts());
            } else {
                alternatives.add(alternative.query());
            }
            loose = loose > 0 ? loose : alternative.loose();
        } while (text.takeOr());
        return new Part(alternatives.size() == 1 ? alternatives.get(0) : new Query.AnyOf(alternatives), loose);
    }

    private Part allOf() throws InvalidQueryException {
        List<Query> parts = new ArrayList<>();
        int loose = 0;
        boolean stands = false;
        for (Part part = part(); part != null; part = part()) {
            if (part.query() instanceof Query.AllOf inner) {
                parts.addAll(inner.parts());
            } else {
                parts.add(part.query());
            }
            stands |= part.loose() == 0;
            loose = loose > 0 ? loose : part.loose();
        }
        if (parts.isEmpty()) {
            throw text.error("expected a word, a phrase, an operator or '('" + text.seen());
        }
        return new Part(parts.size() == 1 ? parts.get(0) : new Query.AllOf(parts), stands ? 0 : loose);
    }

    private @Nullable Part part() throws InvalidQueryException {
        text.skipSpace();
        if (text.atEnd() || text.peek() == ')' || text.peekOr()) {
            return null;
        }
        if (text.peek() == '(') {
            return group();
        }
        int position = text.position();
        boolean negated = text.peek() == '-';
        if (negated) {
            text.take();
            if (text.atEnd() || text.atSpace() || text.peek() == '-' || text.peek() == ')') {
                throw text.error("expected the operator that '-' negates, directly behind it");
            }
            if (text.peek() == '(') {
                throw text.error("'-' negates one operator, not a group: write -a -b for neither");
            }
        }
        if (++terms > MOST_TERMS) {
            throw text.error("a query has at most " + MOST_TERMS + " operators");
        }
        Query operator = operators.read(negated);
        return new Part(negated ? new Query.Not(operator) : operator, standsAlone(operator) && !negated ? 0 : position);
    }

    private static boolean standsAlone(Query operator) {
        boolean narrows = operator instanceof Query.Lang
                || operator instanceof Query.Is
                || operator instanceof Query.Has
                || (operator instanceof Query.OfRules rule && rule.operator() instanceof RuleOperator.Sample);
        return !narrows;
    }

    private Part group() throws InvalidQueryException {
        if (++depth > DEEPEST) {
            throw text.error("groups may be nested " + DEEPEST + " deep");
        }
        int opened = text.position();
        text.take();
        Part inner = anyOf();
        if (text.atEnd()) {
            throw new InvalidQueryException(opened, "'(' is never closed");
        }
        text.take();
        depth--;
        return inner;
    }
}
