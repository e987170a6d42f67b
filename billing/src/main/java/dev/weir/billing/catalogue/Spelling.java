package dev.weir.billing.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what was meant by a word that is none of those expected. */
final class Spelling {

    private Spelling() {}

    /** {@code ; did you mean `x`?} for the nearest word, or a list of all when none is near. */
    static String suggest(String written, Collection<String> expected) {
        return expected.stream()
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(word -> distance(written, word) <= Math.max(2, word.length() / 4))
                .map(word -> "; did you mean `" + word + "`?")
                .orElseGet(() -> "; expected "
                        + String.join(
                                ", ",
                                expected.stream()
                                        .sorted()
                                        .map(word -> "`" + word + "`")
                                        .toList()));
    }

    /** Edits from one word to the other (Levenshtein), ignoring case. */
    private static int distance(String written, String word) {
        var a = written.toLowerCase(Locale.ROOT);
        var b = word.toLowerCase(Locale.ROOT);
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
