package dev.weir.api.demo.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The phrase grammar of a language: an opener, clauses with joints between them, a tag. Everything is written for this
 * purpose; no one ever said it.
 */
final class Phrases {

    private static final Map<Language, Phrases> ALL = new EnumMap<>(Language.class);

    static {
        for (var language : Language.values()) {
            ALL.put(language, read(language));
        }
    }

    private final boolean spaced;
    private final List<String> openers;
    private final List<String> clauses;
    private final List<String> joints;
    private final List<String> tags;

    private Phrases(Language language, Map<String, List<String>> sections) {
        this.spaced = language.spaced();
        this.openers = section(language, sections, "open");
        this.clauses = section(language, sections, "clause");
        this.joints = section(language, sections, "join");
        this.tags = section(language, sections, "tag");
    }

    static Phrases of(Language language) {
        var phrases = ALL.get(language);
        if (phrases == null) {
            throw new IllegalStateException("every language has phrases, " + language + " has not");
        }
        return phrases;
    }

    /** Something to say, of about so many code points and not many more. */
    String say(Chance chance, int length) {
        var text = new StringBuilder();
        if (chance.hits(0.5)) {
            text.append(chance.oneOf(openers));
            gap(text);
        }
        text.append(chance.oneOf(clauses));
        while (text.codePointCount(0, text.length()) < length) {
            var joint = chance.oneOf(joints);
            if (!joint.startsWith("。") && !joint.startsWith(",") && !joint.startsWith("、")) {
                gap(text);
            }
            text.append(joint);
            gap(text);
            text.append(chance.oneOf(clauses));
        }
        return cut(text.toString(), length);
    }

    /** A tag without its sign. */
    String tag(Chance chance) {
        return chance.oneOf(tags);
    }

    private void gap(StringBuilder text) {
        if (spaced) {
            text.append(' ');
        }
    }

    /** Ends a text at the border of words that is nearest to a length; a first word always stays. */
    private String cut(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.max(1, length));
        if (!spaced) {
            return text.substring(0, whole(text, end));
        }
        int before = text.lastIndexOf(' ', end);
        int after = text.indexOf(' ', end);
        int nearest = after >= 0 && (before < 0 || after - end < end - before) ? after : before;
        return nearest > 0 ? text.substring(0, nearest) : text;
    }

    /** An index that does not part a letter from its marks. */
    private static int whole(String text, int index) {
        int end = index;
        while (end < text.length() && Character.getType(text.codePointAt(end)) == Character.NON_SPACING_MARK) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static List<String> section(Language language, Map<String, List<String>> sections, String name) {
        var lines = sections.getOrDefault(name, List.of());
        if (lines.isEmpty()) {
            throw new IllegalStateException("the phrases of %s lack [%s]".formatted(language, name));
        }
        return List.copyOf(lines);
    }

    private static Phrases read(Language language) {
        var sections = new HashMap<String, List<String>>();
        List<String> current = new ArrayList<>();
        var name = "phrases/" + language.tag() + ".txt";
        try (var in = Phrases.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the phrases of " + language + " are missing");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    current = sections.computeIfAbsent(line.substring(1, line.length() - 1), s -> new ArrayList<>());
                } else if (!line.startsWith("#")) {
                    current.addAll(List.of(line.split("\\|")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        return new Phrases(language, sections);
    }
}
