package dev.weir.api.microblog;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Which characters make words. */
final class Letters {

    /** Scripts written without spaces between words; Hangul has spaces, but words there carry endings. */
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL,
            UnicodeScript.YI,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private static final Set<UnicodeScript> LINK_ALPHABETS =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK);
    private static final String LINK_PUNCTUATION = "-._~:/?#[]@!$&'()*+,;=%";
    private static final int FIRST_UNSPACED = 0x0E00;
    private static final int PROLONGED_SOUND_MARK = 0x30FC;
    private static final int HALFWIDTH_PROLONGED_SOUND_MARK = 0xFF70;
    private static final int HALFWIDTH_VOICED_SOUND_MARK = 0xFF9E;
    private static final int HALFWIDTH_SEMI_VOICED_SOUND_MARK = 0xFF9F;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int SOFT_HYPHEN = 0x00AD;

    private Letters() {}

    /** Whether this is one of the letters A to Z, of either case. */
    static boolean isAscii(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean startsWord(int c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /** Letters and digits, and what may only follow one: marks and invisible joiners. */
    static boolean continuesWord(int c) {
        if (c < 0x80 || startsWord(c)) {
            return startsWord(c);
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER || c == SOFT_HYPHEN;
        };
    }

    /**
     * Whether a link goes on with this: what RFC 3986 allows, and letters beyond ASCII of the alphabets that addresses
     * are written in. Others end it, because scripts without spaces put their words right behind.
     */
    static boolean isOfLink(char c) {
        if (c < 0x80) {
            return Character.isLetterOrDigit(c) || LINK_PUNCTUATION.indexOf(c) >= 0;
        }
        return Character.isLetter(c) && LINK_ALPHABETS.contains(UnicodeScript.of(c));
    }

    static boolean isUnspaced(int c) {
        return c >= FIRST_UNSPACED && (isIdeograph(c) || isKanaMark(c) || UNSPACED.contains(UnicodeScript.of(c)));
    }

    /** The most common of them, known without a look-up of the script. */
    private static boolean isIdeograph(int c) {
        return c >= 0x4E00 && c <= 0x9FFF;
    }

    /** Kana that two scripts share, so that Unicode gives them to neither. */
    private static boolean isKanaMark(int c) {
        return c == PROLONGED_SOUND_MARK
                || c == HALFWIDTH_PROLONGED_SOUND_MARK
                || c == HALFWIDTH_VOICED_SOUND_MARK
                || c == HALFWIDTH_SEMI_VOICED_SOUND_MARK;
    }
}
