package dev.weir.api.microblog;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into the pieces that mean something: words, hashtags, mentions, cashtags, links and emoji. What lies between
 * them (spaces, punctuation, HTML entities) is passed over. Both {@link Entities} and {@link SearchTerms} read its
 * pieces, so that what is shown as a hashtag is what is found as one.
 *
 * <p>Never fails, whatever the text; unpaired surrogates count as punctuation.
 */
final class TextScanner {

    /** What a piece is. */
    enum Kind {
        WORD,
        /** A run of letters of scripts written without spaces between words. */
        UNSPACED,
        HASHTAG,
        MENTION,
        CASHTAG,
        LINK,
        EMOJI
    }

    /**
     * A piece of the text.
     *
     * @param start index of its first character in UTF-16 units
     * @param end index behind its last
     */
    record Piece(Kind kind, int start, int end) {}

    private static final Pattern MENTION = Pattern.compile("[@＠]([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@＠])");
    private static final Pattern CASHTAG =
            Pattern.compile("\\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\\p{L}\\p{Nd}_$])");
    private static final Pattern HTML_ENTITY =
            Pattern.compile("&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});");
    private static final String NEVER_LAST = ".,!?:;'[]*@&";
    private static final int LONGEST_ENTITY = 10;

    private final String text;
    private final Consumer<Piece> pieces;
    private int at;

    private TextScanner(String text, Consumer<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** Hands out the pieces in the order of the text. */
    static void scan(String text, Consumer<Piece> pieces) {
        var scanner = new TextScanner(text, pieces);
        while (scanner.at < text.length()) {
            scanner.step();
        }
    }

    private void step() {
        int c = text.codePointAt(at);
        // Most of every text, and nothing else can begin here.
        if (c == ' ') {
            at++;
            return;
        }
        if (Letters.isAscii(c) && c != 'h' && c != 'H') {
            takeWord(c);
            return;
        }
        boolean taken = switch (c) {
            case 'h', 'H' -> !followsWord() && takeLink();
            case '&' -> passEntity();
            case '@', '＠' -> !followsMentionBlocker() && take(Kind.MENTION, MENTION);
            case '$' -> followsGap() && take(Kind.CASHTAG, CASHTAG);
            default -> false;
        };
        if (taken || takeEmoji()) {
            return;
        }
        if ((c == '#' || c == '＃') && !followsWord() && takeHashtag()) {
            return;
        }
        if (Letters.startsWord(c)) {
            takeWord(c);
        } else {
            at += Character.charCount(c);
        }
    }

    private boolean take(Kind kind, Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
        return matcher.lookingAt() && emit(kind, matcher.end());
    }

    private boolean takeLink() {
        int scheme = text.regionMatches(true, at, "http://", 0, 7) ? 7 : 8;
        if (scheme == 8 && !text.regionMatches(true, at, "https://", 0, 8)) {
            return false;
        }
        int start = at + scheme;
        if (start >= text.length() || !Letters.isOfLink(text.charAt(start)) || isPunctuation(text.charAt(start))) {
            return false;
        }
        int end = start;
        while (end < text.length() && Letters.isOfLink(text.charAt(end))) {
            end++;
        }
        return emit(Kind.LINK, withoutTail(end));
    }

    private static boolean isPunctuation(char c) {
        return c < 0x80 && !Character.isLetterOrDigit(c);
    }

    /** Gives back the punctuation of the sentence that the link stands in. */
    private int withoutTail(int linkEnd) {
        int unclosed = 0;
        for (int i = at; i < linkEnd; i++) {
            unclosed += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
        }
        int end = linkEnd;
        while (true) {
            char last = text.charAt(end - 1);
            int entity = last == ';' ? entityEndingAt(end) : -1;
            if (entity > at) {
                end = entity;
            } else if (last == '(' || (last == ')' && unclosed < 0)) {
                unclosed += last == '(' ? -1 : 1;
                end--;
            } else if (NEVER_LAST.indexOf(last) >= 0) {
                end--;
            } else {
                return end;
            }
        }
    }

    private int entityEndingAt(int end) {
        int start = text.lastIndexOf('&', end);
        return start >= end - LONGEST_ENTITY
                        && HTML_ENTITY.matcher(text).region(start, end).matches()
                ? start
                : -1;
    }

    private boolean passEntity() {
        Matcher matcher = HTML_ENTITY.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private boolean takeEmoji() {
        int end = EmojiSequences.end(text, at);
        return end > at && emit(Kind.EMOJI, end);
    }

    private boolean takeHashtag() {
        int end = at + 1;
        boolean hasLetter = false;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (!Letters.continuesWord(c)) {
                break;
            }
            hasLetter |= Character.isLetter(c);
            end += Character.charCount(c);
        }
        return hasLetter && emit(Kind.HASHTAG, end);
    }

    private void takeWord(int first) {
        boolean unspaced = Letters.isUnspaced(first);
        int end = at + Character.charCount(first);
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (Letters.isAscii(c) && !unspaced) {
                end++;
                continue;
            }
            if (!Letters.continuesWord(c)
                    || (Letters.startsWord(c) && Letters.isUnspaced(c) != unspaced)
                    || EmojiSequences.isKeycap(text, end)) {
                break;
            }
            end += Character.charCount(c);
        }
        emit(unspaced ? Kind.UNSPACED : Kind.WORD, end);
    }

    private boolean emit(Kind kind, int end) {
        pieces.accept(new Piece(kind, at, end));
        at = end;
        return true;
    }

    private boolean followsWord() {
        return at > 0 && (Letters.continuesWord(text.codePointBefore(at)) || text.charAt(at - 1) == '&');
    }

    /** In {@code someone@example.org} there is no mention. */
    private boolean followsMentionBlocker() {
        if (at == 0) {
            return false;
        }
        char before = text.charAt(at - 1);
        return (before < 0x80 && Character.isLetterOrDigit(before)) || "_!#$%&*@＠".indexOf(before) >= 0;
    }

    private boolean followsGap() {
        return at == 0 || !(Letters.continuesWord(text.codePointBefore(at)) || text.charAt(at - 1) == '$');
    }
}
