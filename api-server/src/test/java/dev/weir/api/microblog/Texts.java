package dev.weir.api.microblog;

import java.util.Random;
import java.util.stream.Collectors;

/** Random text with everything that makes text hard, and a way to show it. */
public final class Texts {

    private static final String[] HARD = {
        "a",
        "B",
        "ß",
        "é",
        "e\u0301",
        "Σ",
        "ς",
        "İ",
        "ı",
        "ﬁ",
        "#",
        "@",
        "$",
        "&amp;",
        "&",
        "'",
        "\"",
        "\\",
        "(",
        ")",
        "-",
        ":",
        "_",
        " ",
        "\n",
        "東",
        "京",
        "ガ",
        "ｶﾞ",
        "한",
        "ไ",
        "ท",
        "ש",
        "ָ",
        "م",
        "ُ",
        "\u200D",
        "\u200F",
        "\uFE0F",
        "👍",
        "👍🏽",
        "👩‍👧",
        "🇩🇪",
        "🇩",
        "1️⃣",
        "http://",
        "https://a.b/c",
        "t.co",
        "ZZ",
        "9",
        "\uD800",
        "\uDC00",
        "\u0000",
        "ﷺ",
        "𝕏",
        "़",
        "nothing",
        "OR",
        "from:",
        "lang:",
        "is:"
    };

    private Texts() {}

    /** A text of up to {@code pieces} hard pieces and arbitrary characters. */
    public static String random(Random random, int pieces) {
        var text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x3000 : 0x20000));
            } else {
                text.append(HARD[random.nextInt(HARD.length)]);
            }
        }
        return text.toString();
    }

    /** The text with everything beyond ASCII written as escapes. */
    public static String escaped(String text) {
        return text.chars()
                .mapToObj(c -> c >= ' ' && c < 0x7F ? Character.toString(c) : String.format("\\u%04X", c))
                .collect(Collectors.joining());
    }
}
