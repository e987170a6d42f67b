package dev.weir.api.microblog;

/**
 * Finds emoji as people see them: one sequence is one emoji, however many code points it is made of (UTS 51: flags, keycaps,
 * skin tones, joined families, tag sequences). Other symbols, such as ☃ or ®, count as emoji too.
 *
 * <p>Goes by blocks rather than by the list of a Unicode version, so that emoji younger than the running JDK are found.
 */
final class EmojiSequences {

    private static final int JOINER = 0x200D;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int KEYCAP = 0x20E3;

    private EmojiSequences() {}

    /** The index behind the emoji that begins at {@code start}; {@code start} itself if none does. */
    static int end(String text, int start) {
        int c = text.codePointAt(start);
        if (isKeycap(text, start)) {
            return text.indexOf(KEYCAP, start) + 1;
        }
        if (!isSymbol(c)) {
            return start;
        }
        int end = start + Character.charCount(c);
        if (isRegionalIndicator(c)) {
            return end < text.length() && isRegionalIndicator(text.codePointAt(end)) ? end + 2 : end;
        }
        return endOfJoined(text, end);
    }

    private static int endOfJoined(String text, int afterBase) {
        int end = afterBase;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (c == TEXT_STYLE || c == EMOJI_STYLE || isSkinTone(c) || isTag(c)) {
                end += Character.charCount(c);
            } else if (c == JOINER && end + 1 < text.length() && isSymbol(text.codePointAt(end + 1))) {
                end += 1 + Character.charCount(text.codePointAt(end + 1));
            } else {
                break;
            }
        }
        return end;
    }

    /** Whether a digit, # or * with a keycap begins here. */
    static boolean isKeycap(String text, int start) {
        char c = text.charAt(start);
        if (!(c >= '0' && c <= '9') && c != '#' && c != '*') {
            return false;
        }
        int next = start + 1;
        if (next < text.length() && text.charAt(next) == EMOJI_STYLE) {
            next++;
        }
        return next < text.length() && text.charAt(next) == KEYCAP;
    }

    /** The sequence without style selectors, which differ between keyboards. */
    static String plain(String sequence) {
        return without(sequence, false);
    }

    /** The sequence without style selectors and skin tones. */
    static String toneless(String sequence) {
        return without(sequence, true);
    }

    private static String without(String sequence, boolean tones) {
        if (sequence.codePointCount(0, sequence.length()) == 1) {
            return sequence;
        }
        var kept = new StringBuilder(sequence.length());
        sequence.codePoints()
                .filter(c -> c != TEXT_STYLE && c != EMOJI_STYLE && !(tones && isSkinTone(c)))
                .forEach(kept::appendCodePoint);
        // A tone on its own is all that there is.
        return kept.length() == 0 ? sequence : kept.toString();
    }

    private static boolean isSymbol(int c) {
        return c >= 0xA9
                && (Character.getType(c) == Character.OTHER_SYMBOL
                        || isSkinTone(c)
                        || in(c, 0x1F000, 0x1FAFF)
                        || in(c, 0x2600, 0x27BF)
                        || in(c, 0x2190, 0x21FF)
                        || c == 0x203C
                        || c == 0x2049
                        || c == 0x3030
                        || c == 0x303D);
    }

    private static boolean isRegionalIndicator(int c) {
        return in(c, 0x1F1E6, 0x1F1FF);
    }

    private static boolean isSkinTone(int c) {
        return in(c, 0x1F3FB, 0x1F3FF);
    }

    private static boolean isTag(int c) {
        return in(c, 0xE0020, 0xE007F);
    }

    private static boolean in(int c, int from, int to) {
        return c >= from && c <= to;
    }
}
