package dev.weir.api.search;

import dev.weir.api.microblog.SearchTerms;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one operator: a phrase in quotes, a word, or a name with a value, such as {@code from:alice} or
 * {@code url:"example.org/a"}.
 */
final class OperatorReader {

    private static final Pattern NAMED = Pattern.compile("([A-Za-z][A-Za-z0-9_]*):(.*)", Pattern.DOTALL);
    private static final String SIGNS = "#＃@＠$";
    private static final int FURTHEST = 10;

    private final QueryText text;
    private final Reading reading;

    OperatorReader(QueryText text, Reading reading) {
        this.text = text;
        this.reading = reading;
    }

    /** @param negated whether a minus sign stood before it */
    Query read(boolean negated) throws InvalidQueryException {
        int position = text.position();
        if (text.peek() == '"') {
            return phrase(position);
        }
        String word = text.takeWord();
        Matcher named = NAMED.matcher(word);
        return named.matches()
                ? named(named.group(1).toLowerCase(Locale.ROOT), named.group(2), position, negated)
                : word(word, position);
    }

    private Query phrase(int position) throws InvalidQueryException {
        String phrase = text.takeQuoted();
        Query.Words words = searchable(new Query.Words(phrase, true), position);
        if (text.atEnd() || text.peek() != '~') {
            return words;
        }
        int mark = text.position();
        String distance = text.takeWord().substring(1);
        if (reading == Reading.SEARCH) {
            throw new InvalidQueryException(
                    mark, "~ (words near each other) is for rules of the filtered stream; search has phrases only");
        }
        if (!distance.matches("[0-9]{1,2}")
                || Integer.parseInt(distance) < 1
                || Integer.parseInt(distance) > FURTHEST) {
            throw new InvalidQueryException(
                    mark + 1,
                    "~ expects how many words may stand between, 1 to " + FURTHEST + "; found '" + distance + "'");
        }
        return new Query.OfRules(new RuleOperator.Near(phrase, Integer.parseInt(distance)));
    }

    private Query word(String word, int position) throws InvalidQueryException {
        if (word.equalsIgnoreCase("or") || word.equalsIgnoreCase("and")) {
            throw new InvalidQueryException(
                    position,
                    "'" + word + "' is ambiguous: write OR between alternatives, a space for \"and\", or \"" + word
                            + "\" in quotes for the word");
        }
        Query.Words words = searchable(new Query.Words(word, false), position);
        int first = SearchTerms.phrase(word).get(0).lexeme().codePointAt(0);
        if (SIGNS.indexOf(word.charAt(0)) >= 0 && (first == '_' || Character.isLetterOrDigit(first))) {
            // The tokenizer took what follows for a plain word; searching that would find more than was asked for.
            throw new InvalidQueryException(
                    position,
                    switch (word.charAt(0)) {
                        case '#', '＃' -> "a hashtag is # with letters, digits and _, not all of them digits";
                        case '$' -> "a cashtag is $ with one to six letters";
                        default -> "a mention is @ with a username of 1 to 15 letters, digits and _";
                    });
        }
        return words;
    }

    private Query.Words searchable(Query.Words words, int position) throws InvalidQueryException {
        if (SearchTerms.phrase(words.text(), reading.accents()).isEmpty()) {
            throw new InvalidQueryException(
                    position,
                    "'" + words.text() + "' holds nothing that can be searched: expected letters, digits or emoji"
                            + " (punctuation is not searched, and links by url: only)");
        }
        return words;
    }

    private Query named(String name, String bare, int position, boolean negated) throws InvalidQueryException {
        int valuePosition = position + name.length() + 1;
        boolean quoted = bare.isEmpty() && !text.atEnd() && text.peek() == '"';
        String value = quoted ? text.takeQuoted() : bare;
        var operators = new NamedOperators(name, value, valuePosition);
        Query query = operators.ofSearch(negated);
        if (query == null) {
            query = ofRules(operators, name, position);
        }
        if (query != null) {
            return query;
        }
        String known = OperatorNames.OF_SEARCH + (reading == Reading.STREAM ? " " + OperatorNames.OF_RULES : "");
        throw new InvalidQueryException(
                position,
                OperatorNames.whyNot(name)
                        .map(why -> "the operator " + name + ": is not served here: " + why)
                        .orElse("the operator " + name + ": is not supported; supported are " + known
                                + "; put text with a colon in quotes"));
    }

    private @Nullable Query ofRules(NamedOperators operators, String name, int position) throws InvalidQueryException {
        RuleOperator operator = operators.ofRules();
        if (operator != null && reading == Reading.SEARCH) {
            throw new InvalidQueryException(
                    position, "the operator " + name + ": is for rules of the filtered stream, not for search");
        }
        return operator == null ? null : new Query.OfRules(operator);
    }
}
