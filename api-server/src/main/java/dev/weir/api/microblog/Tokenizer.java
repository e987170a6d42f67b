package dev.weir.api.microblog;

import java.util.function.Consumer;

/** Turns the pieces of a text into lexemes and their positions. One per text. */
final class Tokenizer {

    /** What the lexemes are for. */
    enum Purpose {
        /** Everything the text may be found by. */
        WRITE,
        /** The fewest lexemes that together say what is searched: one for each position. */
        SEARCH
    }

    /** Receives lexemes. */
    @FunctionalInterface
    interface Placed {
        /** Takes a lexeme at a position, counted from 1. */
        void at(String lexeme, int position);
    }

    private final String text;
    private final Purpose purpose;
    private final Accents accents;
    private final Placed lexemes;
    private final Consumer<String> facts;
    private int position;
    /** Whether positions are counted without handing out lexemes. */
    private boolean muted;

    Tokenizer(String text, Purpose purpose, Accents accents, Placed lexemes, Consumer<String> facts) {
        this.text = text;
        this.purpose = purpose;
        this.accents = accents;
        this.lexemes = lexemes;
        this.facts = facts;
    }

    void run() {
        scan(text);
    }

    private void scan(String source) {
        TextScanner.scan(source, piece -> take(piece.kind(), source.substring(piece.start(), piece.end())));
    }

    private void take(TextScanner.Kind kind, String raw) {
        switch (kind) {
            case WORD -> word(raw);
            case UNSPACED -> unspaced(raw);
            case EMOJI -> emoji(raw);
            case HASHTAG -> signed("#", "has:hashtags", raw);
            case MENTION -> signed("@", "has:mentions", raw);
            case CASHTAG -> signed("$", "has:cashtags", raw);
            case LINK -> {
                facts.accept("has:links");
                position++;
            }
        }
    }

    private void word(String raw) {
        String word = accents.fold(raw);
        if (!word.isEmpty()) {
            position++;
            place(SearchTerms.cut(word));
        }
    }

    private void unspaced(String raw) {
        String letters = accents.fold(raw);
        int next;
        for (int start = 0; start < letters.length(); start = next) {
            next = letters.offsetByCodePoints(start, 1);
            position++;
            boolean last = next == letters.length();
            if (purpose == Purpose.WRITE || (last && start == 0)) {
                place(letters.substring(start, next));
            }
            if (!last) {
                place(letters.substring(start, letters.offsetByCodePoints(next, 1)));
            }
        }
    }

    private void emoji(String raw) {
        String plain = EmojiSequences.plain(raw);
        position++;
        place(SearchTerms.cut(plain));
        if (purpose == Purpose.WRITE) {
            String toneless = EmojiSequences.toneless(raw);
            if (!toneless.equals(plain)) {
                place(SearchTerms.cut(toneless));
            }
        }
    }

    private void signed(String sign, String fact, String raw) {
        String body = raw.substring(1);
        facts.accept(fact);
        String name = SearchTerms.cut(sign + accents.fold(body));
        if (!muted) {
            lexemes.at(name, position + 1);
        }
        // The words within: written, so that they are found without the sign too; in a search only counted, so that
        // what follows the tag has the same distance from it as in the post.
        boolean outer = muted;
        muted |= purpose == Purpose.SEARCH;
        scan(body);
        muted = outer;
    }

    private void place(String lexeme) {
        if (!muted) {
            lexemes.at(lexeme, position);
        }
    }
}
