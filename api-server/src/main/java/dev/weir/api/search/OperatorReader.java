package dev.weir.api.search;

import dev.weir.api.microblog.SearchTerms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one operator: a phrase in quotes, a word, or a name with a value, such as {@code from:alice}. */
final class OperatorReader {

    private static final Pattern NAMED = Pattern.compile("([A-Za-z][A-Za-z_]*):(.*)", Pattern.DOTALL);
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,15}");
    private static final Pattern USER_ID = Pattern.compile("[0-9]{1,19}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{2,8})?");
    private static final String SIGNS = "#＃@＠$";
    private static final String SUPPORTED = "from: to: lang: is: has:";

    private final QueryText text;

    OperatorReader(QueryText text) {
        this.text = text;
    }

    Query read() throws InvalidQueryException {
        return text.peek() == '"' ? phrase() : wordOrNamed();
    }

    private Query phrase() throws InvalidQueryException {
        int opened = text.position();
        text.take();
        var phrase = new StringBuilder();
        while (!text.atEnd() && text.peek() != '"') {
            char c = text.take();
            boolean escapes = c == '\\' && !text.atEnd() && (text.peek() == '"' || text.peek() == '\\');
            phrase.append(escapes ? text.take() : c);
        }
        if (text.atEnd()) {
            throw new InvalidQueryException(opened, "the quote that begins here is never closed");
        }
        text.take();
        return searchable(new Query.Words(phrase.toString(), true), opened);
    }

    private Query wordOrNamed() throws InvalidQueryException {
        int position = text.position();
        String word = text.takeWord();
        Matcher named = NAMED.matcher(word);
        return named.matches()
                ? named(named.group(1).toLowerCase(Locale.ROOT), named.group(2), position)
                : word(word, position);
    }

    private static Query word(String word, int position) throws InvalidQueryException {
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

    private static Query.Words searchable(Query.Words words, int position) throws InvalidQueryException {
        if (SearchTerms.phrase(words.text()).isEmpty()) {
            throw new InvalidQueryException(
                    position,
                    "'" + words.text() + "' holds nothing that can be searched: expected letters, digits or emoji"
                            + " (punctuation and links are not searched)");
        }
        return words;
    }

    private Query named(String name, String value, int position) throws InvalidQueryException {
        int valuePosition = position + name.length() + 1;
        if (value.isEmpty() && SUPPORTED.contains(name + ":")) {
            throw new InvalidQueryException(
                    valuePosition, "expected the value of " + name + ": directly behind the colon");
        }
        return switch (name) {
            case "from" -> new Query.From(user(name, value, valuePosition));
            case "to" -> new Query.To(user(name, value, valuePosition));
            case "lang" -> new Query.Lang(language(value, valuePosition));
            case "is" ->
                new Query.Is(oneOf(Query.PostKind.values(), Query.PostKind::value, name, value, valuePosition));
            case "has" ->
                new Query.Has(oneOf(Query.PostPart.values(), Query.PostPart::value, name, value, valuePosition));
            default ->
                throw new InvalidQueryException(
                        position,
                        "the operator " + name + ": is not supported; supported are " + SUPPORTED
                                + "; put text with a colon in quotes");
        };
    }

    private static String user(String name, String value, int position) throws InvalidQueryException {
        if (USERNAME.matcher(value).matches() || USER_ID.matcher(value).matches()) {
            return value.toLowerCase(Locale.ROOT);
        }
        throw new InvalidQueryException(
                position,
                name + ": expects a username of 1 to 15 letters, digits and _, without @, or a user id; found '" + value
                        + "'");
    }

    private static String language(String value, int position) throws InvalidQueryException {
        String tag = value.toLowerCase(Locale.ROOT);
        if (LANGUAGE.matcher(tag).matches()) {
            return tag;
        }
        throw new InvalidQueryException(
                position, "lang: expects a language tag such as en or pt; found '" + value + "'");
    }

    private static <E> E oneOf(E[] values, Function<E, String> text, String name, String value, int position)
            throws InvalidQueryException {
        List<E> all = Arrays.asList(values);
        for (E each : all) {
            if (text.apply(each).equalsIgnoreCase(value)) {
                return each;
            }
        }
        throw new InvalidQueryException(
                position,
                name + ":" + value + " is not supported; expected one of "
                        + all.stream().map(text).collect(Collectors.joining(", ")));
    }
}
