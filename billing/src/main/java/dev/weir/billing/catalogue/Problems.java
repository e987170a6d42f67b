package dev.weir.billing.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with a text while it is read, so that all of it is told at once. */
final class Problems {

    private static final int LONGEST_QUOTE = 60;

    private final List<CatalogueProblem> found = new ArrayList<>();

    void add(Node where, String message) {
        add(where.getStartMark(), message);
    }

    void add(Mark where, String message) {
        add(where.getLine() + 1, where.getColumn() + 1, message);
    }

    void add(int line, int column, String message) {
        found.add(new CatalogueProblem(line, column, message));
    }

    boolean any() {
        return !found.isEmpty();
    }

    void throwIfAny() throws InvalidCatalogueException {
        if (any()) {
            throw new InvalidCatalogueException(found.stream()
                    .sorted(Comparator.comparingInt(CatalogueProblem::line).thenComparingInt(CatalogueProblem::column))
                    .toList());
        }
    }

    /** The reader's own words, short enough for a message and without control characters. */
    static String quote(String text) {
        var shown = text.codePoints()
                .limit(LONGEST_QUOTE)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return "`" + shown + (text.codePointCount(0, text.length()) > LONGEST_QUOTE ? "…" : "") + "`";
    }
}
