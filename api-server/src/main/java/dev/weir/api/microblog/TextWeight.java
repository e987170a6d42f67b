package dev.weir.api.microblog;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a post is, as authors of the other platform count: a code point of the scripts in use from Latin to Georgian
 * and of common punctuation weighs 1, any other 2, an emoji 2 however many code points it is made of, and a link 23 however
 * long it is.
 *
 * <p>Ranges and figures are those of configuration 3 of X's open library twitter-text. Counted as stored, without
 * normalising.
 */
public final class TextWeight {

    /** The most that a post may weigh. */
    public static final int MOST = 280;

    private static final int LINK = 23;
    private static final int EMOJI = 2;

    private TextWeight() {}

    /** The weight of a text; 0 for an empty one. */
    public static int of(String text) {
        var weight = new AtomicInteger();
        var counted = new AtomicInteger();
        TextScanner.scan(text, piece -> {
            boolean link = piece.kind() == TextScanner.Kind.LINK;
            if (link || piece.kind() == TextScanner.Kind.EMOJI) {
                weight.addAndGet(ofLetters(text, counted.get(), piece.start()) + (link ? LINK : EMOJI));
                counted.set(piece.end());
            }
        });
        return weight.get() + ofLetters(text, counted.get(), text.length());
    }

    private static int ofLetters(String text, int from, int to) {
        return text.substring(from, to).codePoints().map(TextWeight::of).sum();
    }

    private static int of(int codePoint) {
        boolean light = codePoint <= 4351
                || (codePoint >= 8192 && codePoint <= 8205)
                || (codePoint >= 8208 && codePoint <= 8223)
                || (codePoint >= 8242 && codePoint <= 8247);
        return light ? 1 : 2;
    }
}
