package dev.weir.api.demo.world;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/** A language that invented people write in, with the share of people who do and where they live. */
enum Language {
    ENGLISH("en", 34, true, -8, -5, 0, 1, 10),
    JAPANESE("ja", 16, false, 9),
    SPANISH("es", 12, true, -6, -3, 1),
    PORTUGUESE("pt", 10, true, -3, 0),
    ARABIC("ar", 6, true, 2, 3),
    KOREAN("ko", 4, true, 9),
    FRENCH("fr", 4, true, 1, 0),
    TURKISH("tr", 3, true, 3),
    GERMAN("de", 3, true, 1),
    INDONESIAN("id", 3, true, 7, 8),
    HINDI("hi", 2, true, 5),
    RUSSIAN("ru", 1, true, 3, 5),
    CHINESE("zh", 1, false, 8),
    THAI("th", 1, false, 7);

    private static final Weights SHARES = new Weights(
            Arrays.stream(values()).mapToDouble(language -> language.share).toArray());

    private final String tag;
    private final int share;
    private final boolean spaced;
    private final ImmutableIntArray offsetHours;

    Language(String tag, int share, boolean spaced, int... offsetHours) {
        this.tag = tag;
        this.share = share;
        this.spaced = spaced;
        this.offsetHours = ImmutableIntArray.copyOf(offsetHours);
    }

    /** BCP 47. */
    String tag() {
        return tag;
    }

    /** Whether words are kept apart by spaces. Where they are not, a letter says about twice as much. */
    boolean spaced() {
        return spaced;
    }

    /** Hours ahead of UTC at one of the places where it is spoken. */
    int offsetHours(Chance chance) {
        return offsetHours.get(chance.below(offsetHours.length()));
    }

    static Language draw(Chance chance) {
        return values()[SHARES.draw(chance)];
    }
}
