package dev.weir.api.microblog;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Makes words that readers hold for the same the same: case, accents, width and ligatures go.
 *
 * <p>Compatibility decomposition (UAX 15, NFKD), case folding by way of upper case (so that ß meets SS and ς meets σ),
 * then the marks that decorate a letter are dropped. Marks that <em>are</em> letters stay: the vowel signs of Indic
 * scripts and Thai, the voicing marks of kana. Folding a folded word changes nothing.
 */
final class Folding {

    private static final int TATWEEL = 0x0640;

    private static final int FIRST_JAMO = 0x1100;
    private static final int LAST_JAMO = 0x11FF;

    private static final byte FOLDED = 1;
    private static final byte NOT_FOLDED = 2;
    /** For each UTF-16 unit whether it is folded already; 0 until someone asked. Threads may find out twice. */
    private static final byte[] UNITS = new byte[Character.MAX_VALUE + 1];

    private Folding() {}

    static String fold(String word) {
        if (isAscii(word)) {
            return word.toLowerCase(Locale.ROOT);
        }
        return isFolded(word) ? word : foldFully(word);
    }

    /** Folds a word without looking whether there is anything to fold. */
    static String foldFully(String word) {
        return foldUnicode(word, Folding::isKept);
    }

    /** Whether every letter folds to itself, whatever stands beside it; most words of most scripts are such. */
    private static boolean isFolded(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (UNITS[c] == 0) {
                UNITS[c] = isFolded(c) ? FOLDED : NOT_FOLDED;
            }
            if (UNITS[c] == NOT_FOLDED) {
                return false;
            }
        }
        return true;
    }

    /** Of what may combine with the letter before it, only the jamo of Hangul count as letters themselves. */
    private static boolean isFolded(char c) {
        return Character.isLetterOrDigit(c)
                && !in(c, FIRST_JAMO, LAST_JAMO)
                && foldFully(Character.toString(c)).equals(Character.toString(c));
    }

    /** Folds as {@link #fold} does, but keeps the marks that decorate a letter. */
    static String foldCase(String word) {
        return isAscii(word) ? word.toLowerCase(Locale.ROOT) : foldUnicode(word, c -> !isInvisible(c));
    }

    private static boolean isAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String foldUnicode(String word, IntPredicate isKept) {
        String decomposed = Normalizer.normalize(word, Normalizer.Form.NFKD);
        // Lower before upper for the capital ß, which has no upper case of its own.
        String upper = lower(decomposed).toUpperCase(Locale.ROOT);
        String again = Normalizer.normalize(lower(upper), Normalizer.Form.NFKD);
        var kept = new StringBuilder(again.length());
        again.codePoints().filter(isKept).forEach(kept::appendCodePoint);
        return Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    /** Letter by letter: String.toLowerCase would choose the sigma by its place in the word. */
    private static String lower(String text) {
        var lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
    }

    private static boolean isKept(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> !isDecoration(c) && !isInvisible(c);
            default -> !isInvisible(c);
        };
    }

    /** Joiners, direction marks, soft hyphens: typed by some keyboards only. Style selectors; the stretching of Arabic. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> c == TATWEEL || in(c, 0xFE00, 0xFE0F) || in(c, 0xE0100, 0xE01EF);
        };
    }

    /** Combining diacritics of all blocks, Hebrew points and Arabic vowel signs. */
    private static boolean isDecoration(int c) {
        return in(c, 0x0300, 0x036F)
                || in(c, 0x0483, 0x0489)
                || in(c, 0x0591, 0x05C7)
                || in(c, 0x0610, 0x061A)
                || in(c, 0x064B, 0x065F)
                || c == 0x0670
                || in(c, 0x06D6, 0x06ED)
                || in(c, 0x1AB0, 0x1AFF)
                || in(c, 0x1DC0, 0x1DFF)
                || in(c, 0x20D0, 0x20FF)
                || in(c, 0xFE20, 0xFE2F);
    }

    private static boolean in(int c, int from, int to) {
        return c >= from && c <= to;
    }
}
