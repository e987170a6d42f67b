package dev.weir.api.microblog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The links of a post, and what they are found by. */
public final class Links {

    private static final int FIRST_BEYOND_ASCII = 0x80;

    private Links() {}

    /** The addresses in a post's text and those that its entities say they lead to, each once. */
    public static Set<String> of(Post post) {
        Set<String> links = new LinkedHashSet<>();
        String text = post.text();
        TextScanner.scan(text, piece -> {
            if (piece.kind() == TextScanner.Kind.LINK) {
                links.add(text.substring(piece.start(), piece.end()));
            }
        });
        String entities = post.entities();
        if (entities != null && entities.contains("\"expanded_url\"")) {
            links.addAll(Entities.linksIn(entities));
        }
        return links;
    }

    /**
     * The words of an address: what stands between its punctuation, in lower case of ASCII, without scheme and
     * {@code www}. A change here needs the terms of stored posts to be made anew.
     */
    static List<String> words(String link) {
        String bare = withoutScheme(link);
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bare.length(); i++) {
            if (i < bare.length() && isOfWord(bare.charAt(i))) {
                continue;
            }
            if (i > start) {
                words.add(lower(bare.substring(start, i)));
            }
            start = i + 1;
        }
        if (words.size() > 1 && words.get(0).equals("www")) {
            words.remove(0);
        }
        return words;
    }

    private static String withoutScheme(String link) {
        int scheme = link.indexOf("://");
        return scheme < 0 ? link : link.substring(scheme + 3);
    }

    private static boolean isOfWord(char c) {
        return c >= FIRST_BEYOND_ASCII || Character.isLetterOrDigit(c);
    }

    private static String lower(String word) {
        var lower = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        }
        return lower.toString();
    }
}
