package dev.weir.api.microblog;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Guesses the language of a short text: by its script where that says it, otherwise by its commonest little words.
 *
 * <p>A guess, and a modest one: a text without such words, or as many of two languages, is {@code und}.
 */
public final class LanguageGuess {

    /** Where nothing says what it is. */
    public static final String UNKNOWN = "und";

    private static final Map<UnicodeScript, String> BY_SCRIPT = Map.ofEntries(
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KATAKANA, "ja"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.HAN, "zh"),
            Map.entry(UnicodeScript.ARABIC, "ar"),
            Map.entry(UnicodeScript.HEBREW, "he"),
            Map.entry(UnicodeScript.CYRILLIC, "ru"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.DEVANAGARI, "hi"),
            Map.entry(UnicodeScript.BENGALI, "bn"),
            Map.entry(UnicodeScript.TAMIL, "ta"),
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.ARMENIAN, "hy"),
            Map.entry(UnicodeScript.GEORGIAN, "ka"));

    private static final Map<String, Set<String>> LITTLE_WORDS = littleWords(
            "en the and of to is in that it for you with this was are on be have not at i my what so just",
            "de der die das und ist nicht ich ein eine zu mit auf den wir es sie von dem auch für wie aber noch",
            "es el los las que y es un una por con para no se del al lo como más pero su mi está muy",
            "fr le les des est et une que pas dans pour je ne sur qui avec ce il nous au vous mais du",
            "pt os que não uma um é com para do da em por no na mais eu se como mas você foi ao",
            "it il che di non un una è per sono con la del ma come più mi questo gli anche della",
            "nl het een van ik en niet dat is op te zijn maar met voor ook wat er je naar nog",
            "id yang dan di ini itu untuk dengan tidak ada saya dari akan ke juga sudah kita bisa aku",
            "tr bir ve bu için çok ne da de ile ama gibi daha var değil ben mi şey olan kadar");

    private LanguageGuess() {}

    /** The BCP 47 tag of the likeliest language, or {@value #UNKNOWN}. Links, mentions and hashtags do not speak. */
    public static String of(String text) {
        var words = new StringBuilder();
        TextScanner.scan(text, piece -> {
            if (piece.kind() == TextScanner.Kind.WORD || piece.kind() == TextScanner.Kind.UNSPACED) {
                words.append(text, piece.start(), piece.end()).append(' ');
            }
        });
        return byScript(words).orElseGet(() -> byWords(words.toString()));
    }

    private static Optional<String> byScript(CharSequence words) {
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        words.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .forEach(script -> letters.merge(script, 1, Integer::sum));
        // Japanese mixes three scripts, of which two are its own.
        if (letters.containsKey(UnicodeScript.HIRAGANA) || letters.containsKey(UnicodeScript.KATAKANA)) {
            return Optional.of("ja");
        }
        return letters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .flatMap(most -> Optional.ofNullable(BY_SCRIPT.get(most.getKey())));
    }

    private static String byWords(String words) {
        Map<String, Integer> scores = new HashMap<>();
        for (String word : words.toLowerCase(Locale.ROOT).split(" ", -1)) {
            LITTLE_WORDS.forEach((language, known) -> {
                if (known.contains(word)) {
                    scores.merge(language, 1, Integer::sum);
                }
            });
        }
        int most = scores.values().stream().mapToInt(score -> score).max().orElse(0);
        var best = scores.entrySet().stream()
                .filter(score -> score.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return best.size() == 1 ? best.get(0) : UNKNOWN;
    }

    /** Each line is a language and its words. */
    private static Map<String, Set<String>> littleWords(String... lines) {
        return Arrays.stream(lines)
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(
                        line -> line[0],
                        line -> Set.of(line[1].split(" ", -1)),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }
}
