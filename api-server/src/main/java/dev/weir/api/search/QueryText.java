package dev.weir.api.search;

/** A query being read, character by character. */
final class QueryText {

    private final String text;
    private int at;

    QueryText(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character, in UTF-16: all that the grammar knows are ASCII. Not at the end. */
    char peek() {
        return text.charAt(at);
    }

    char take() {
        return text.charAt(at++);
    }

    /** The place of the next character: code points from 1. */
    int position() {
        return text.codePointCount(0, at) + 1;
    }

    boolean atSpace() {
        return !atEnd() && isSpace(peek());
    }

    void skipSpace() {
        while (atSpace()) {
            at++;
        }
    }

    /** Whether the keyword {@code OR} stands here by itself. */
    boolean peekOr() {
        return text.startsWith("OR", at) && (at + 2 == text.length() || endsWord(text.charAt(at + 2)));
    }

    boolean takeOr() {
        skipSpace();
        boolean or = peekOr();
        at += or ? 2 : 0;
        return or;
    }

    /** Everything up to the next space, quote or parenthesis. */
    String takeWord() {
        int start = at;
        while (!atEnd() && !endsWord(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A text in quotes, which begins here; a backslash escapes a quote or itself. */
    String takeQuoted() throws InvalidQueryException {
        int opened = position();
        take();
        var quoted = new StringBuilder();
        while (!atEnd() && peek() != '"') {
            char c = take();
            boolean escapes = c == '\\' && !atEnd() && (peek() == '"' || peek() == '\\');
            quoted.append(escapes ? take() : c);
        }
        if (atEnd()) {
            throw new InvalidQueryException(opened, "the quote that begins here is never closed");
        }
        take();
        return quoted.toString();
    }

    private static boolean endsWord(char c) {
        return isSpace(c) || c == '"' || c == '(' || c == ')';
    }

    /** Unicode's spaces too: a query pasted from a page may hold a no-break or an ideographic one. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    InvalidQueryException error(String message) {
        return new InvalidQueryException(position(), message);
    }

    /** What stands here, for a message. */
    String seen() {
        if (atEnd()) {
            return ", but the query ends here";
        }
        return peekOr() ? ", found OR" : ", found '" + Character.toString(text.codePointAt(at)) + "'";
    }
}
