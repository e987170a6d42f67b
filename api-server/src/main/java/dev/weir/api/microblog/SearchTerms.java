package dev.weir.api.microblog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The terms a post is found by, made by one tokenizer for writing and for searching.
 *
 * <p>A post's terms are its words, folded (see {@link Folding}), with positions for phrases; {@code #tag}, {@code @name}
 * and {@code $tag} each beside the plain word; emoji as whole sequences; and facts in the same index, so that a whole query
 * is one look-up: {@code from:<author id>}, {@code to:<user id>}, {@code lang:<tag>}, {@code is:reply|quote|retweet},
 * {@code has:hashtags|cashtags|mentions|links|media|images|videos}. The words of links are {@code url:<word>}, with places
 * of their own. No other word contains a colon or begins with one of the signs, so facts and words never meet.
 *
 * <p>Scripts without spaces are indexed as overlapping pairs of letters, and single letters; a search for a longer word
 * is a phrase of pairs, which finds it wherever it stands. Among the words of the text a link has none, but keeps its
 * place.
 */
public final class SearchTerms {

    /**
     * A term of a text to search for.
     *
     * @param lexeme the term as indexed
     * @param position its place among the text's terms; two neighbours differ by one
     */
    public record Term(String lexeme, int position) {}

    // Bounds of PostgreSQL's tsvector (manual, 12.11): lexemes below 2 kB, positions to 16,383, 255 of them for a
    // lexeme, 1 MB in all. Ours keep well below, and cut instead of failing.
    private static final int LONGEST_LEXEME = 128;
    private static final int LAST_POSITION = 16_383;
    private static final int MOST_POSITIONS = 255;
    private static final int MOST_BYTES = 500_000;
    /** The most that UTF-8 needs for a UTF-16 unit. */
    private static final int BYTES_PER_CHAR = 3;

    private final Map<String, Positions> terms = new LinkedHashMap<>();
    private int bytes;

    private SearchTerms() {}

    /** The terms of a text alone. */
    public static SearchTerms ofText(String text, Accents accents) {
        var terms = new SearchTerms();
        terms.addText(text, accents);
        return terms;
    }

    /**
     * The terms of what a post says and shows: its text, links and media, without the facts of who wrote it and to whom.
     *
     * @param attached the types of its media, see {@link Attachments#types}
     */
    public static SearchTerms ofContent(Post post, Set<Media.Type> attached, Accents accents) {
        var terms = new SearchTerms();
        terms.addContent(post, attached, accents);
        return terms;
    }

    /** The terms of a post without media, as {@link #vector(Post, Set)}. */
    public static String vector(Post post) {
        return vector(post, Set.of());
    }

    /**
     * A post's terms as the text of a {@code tsvector}, for {@code COPY} (escaped by the writer) or {@code ?::tsvector}.
     *
     * @param attached the types of its media, see {@link Attachments#types}
     */
    public static String vector(Post post, Set<Media.Type> attached) {
        var terms = new SearchTerms();
        terms.addFact(from(post.authorId()));
        terms.addFact(lang(post.lang()));
        if (post.replyToUserId() != null) {
            terms.addFact(to(post.replyToUserId()));
        }
        if (post.replyToId() != null || post.replyToUserId() != null) {
            terms.addFact("is:reply");
        }
        if (post.quotedId() != null) {
            terms.addFact("is:quote");
        }
        if (post.repostOfId() != null) {
            terms.addFact("is:retweet");
        }
        terms.addContent(post, attached, Accents.FOLDED);
        return terms.literal();
    }

    private void addContent(Post post, Set<Media.Type> attached, Accents accents) {
        addMedia(attached);
        addText(post.text(), accents);
        int before = 0;
        for (String link : Links.of(post)) {
            List<Term> words = link(link);
            for (Term word : words) {
                addAt(word.lexeme(), before + word.position());
            }
            // A gap, so that no phrase reaches from one link into the next.
            before += words.size() + 1;
        }
    }

    /** An animated image is neither a still picture nor a film to whoever looks for one of them. */
    private void addMedia(Set<Media.Type> attached) {
        if (!attached.isEmpty()) {
            addFact("has:media");
        }
        if (attached.contains(Media.Type.PHOTO)) {
            addFact("has:images");
        }
        if (attached.contains(Media.Type.VIDEO)) {
            addFact("has:videos");
        }
    }

    private void addText(String text, Accents accents) {
        new Tokenizer(text, Tokenizer.Purpose.WRITE, accents, this::addAt, this::addFact).run();
    }

    /** The terms of a link or a part of one to look for, in order. Empty if it has neither letters nor digits. */
    public static List<Term> link(String link) {
        List<Term> terms = new ArrayList<>();
        for (String word : Links.words(link)) {
            terms.add(new Term(cut("url:" + word), terms.size() + 1));
        }
        return terms;
    }

    /**
     * The terms of a word or phrase to search for, in order. Empty if the text has nothing that can be searched, such as
     * punctuation or links.
     */
    public static List<Term> phrase(String text) {
        return phrase(text, Accents.FOLDED);
    }

    /** The terms of a word or phrase to look for, in order, as {@link #phrase(String)}. */
    public static List<Term> phrase(String text, Accents accents) {
        var terms = new ArrayList<Term>();
        new Tokenizer(
                        text,
                        Tokenizer.Purpose.SEARCH,
                        accents,
                        (lexeme, position) -> terms.add(new Term(lexeme, position)),
                        fact -> {})
                .run();
        return terms;
    }

    /** All of them: words, and facts of the text. */
    public Set<String> lexemes() {
        return Collections.unmodifiableSet(terms.keySet());
    }

    /** Whether this term is among them: a word, or a fact of the text such as {@code has:links}. */
    public boolean has(String lexeme) {
        return terms.containsKey(lexeme);
    }

    /** Whether these terms stand in the text as far from each other as they do in the phrase; an empty one nowhere. */
    public boolean hasPhrase(List<Term> phrase) {
        if (phrase.size() < 2) {
            return !phrase.isEmpty() && has(phrase.get(0).lexeme());
        }
        Term first = phrase.get(0);
        var positions = terms.get(first.lexeme());
        return positions != null
                && positions.stream()
                        .map(at -> at - first.position())
                        .anyMatch(shift ->
                                phrase.stream().allMatch(term -> stands(term.lexeme(), term.position() + shift)));
    }

    /**
     * Whether all of these terms stand in the text with at most so many other words between each and the next, in any
     * order.
     */
    public boolean hasNear(List<Term> words, int distance) {
        if (words.size() < 2) {
            return hasPhrase(words);
        }
        // Wherever the first of them stands, look a stretch that holds all of them and the allowed others.
        int reach = (words.size() - 1) * (distance + 1);
        return words.stream()
                .flatMapToInt(word -> places(word.lexeme()))
                .anyMatch(start -> words.stream().allMatch(word -> standsWithin(word.lexeme(), start, start + reach)));
    }

    private boolean standsWithin(String lexeme, int first, int last) {
        return places(lexeme).anyMatch(at -> at >= first && at <= last);
    }

    private IntStream places(String lexeme) {
        var positions = terms.get(lexeme);
        return positions == null ? IntStream.empty() : positions.stream();
    }

    private boolean stands(String lexeme, int position) {
        var positions = terms.get(lexeme);
        return positions != null && positions.has(position);
    }

    /** The term of posts by an author. */
    public static String from(long userId) {
        return "from:" + userId;
    }

    /** The term of posts that answer a user. */
    public static String to(long userId) {
        return "to:" + userId;
    }

    /** The term of posts in a language. */
    public static String lang(String tag) {
        return cut("lang:" + tag.toLowerCase(Locale.ROOT));
    }

    /** A term quoted as {@code tsvector} and {@code tsquery} want it. */
    public static String quoted(String lexeme) {
        boolean plain = lexeme.indexOf('\\') < 0 && lexeme.indexOf('\'') < 0;
        return "'" + (plain ? lexeme : lexeme.replace("\\", "\\\\").replace("'", "''")) + "'";
    }

    /** A lexeme that the index can hold: longer ones are cut, when written and when searched alike. */
    static String cut(String lexeme) {
        return lexeme.length() <= LONGEST_LEXEME || lexeme.codePointCount(0, lexeme.length()) <= LONGEST_LEXEME
                ? lexeme
                : lexeme.substring(0, lexeme.offsetByCodePoints(0, LONGEST_LEXEME));
    }

    private void addFact(String lexeme) {
        place(lexeme);
    }

    private void addAt(String lexeme, int position) {
        var positions = place(lexeme);
        if (positions != null && position <= LAST_POSITION) {
            positions.add(position);
        }
    }

    /** The positions of a term, or nothing if there is no room; a book in one post is found by its beginning. */
    private @Nullable Positions place(String lexeme) {
        var known = terms.get(lexeme);
        int size = (known == null ? lexeme.length() * BYTES_PER_CHAR : 0) + 2;
        if (bytes + size > MOST_BYTES) {
            return null;
        }
        bytes += size;
        if (known != null) {
            return known;
        }
        var fresh = new Positions();
        terms.put(lexeme, fresh);
        return fresh;
    }

    private String literal() {
        var literal = new StringBuilder(bytes);
        terms.forEach((lexeme, positions) -> {
            if (literal.length() > 0) {
                literal.append(' ');
            }
            literal.append(quoted(lexeme));
            positions.appendTo(literal);
        });
        return literal.toString();
    }

    /** Where a term stands; most stand in one place. */
    private static final class Positions {

        private int[] at = new int[1];
        private int count;

        /** Adds a position, not below the last one. */
        void add(int position) {
            if (count == MOST_POSITIONS || (count > 0 && at[count - 1] == position)) {
                return;
            }
            if (count == at.length) {
                at = Arrays.copyOf(at, Math.min(2 * count, MOST_POSITIONS));
            }
            at[count++] = position;
        }

        boolean has(int position) {
            return Arrays.binarySearch(at, 0, count, position) >= 0;
        }

        IntStream stream() {
            return Arrays.stream(at, 0, count);
        }

        void appendTo(StringBuilder literal) {
            char separator = ':';
            for (int i = 0; i < count; i++) {
                literal.append(separator).append(at[i]);
                separator = ',';
            }
        }
    }
}
