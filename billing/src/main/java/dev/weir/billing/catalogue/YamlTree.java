package dev.weir.billing.catalogue;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The plain part of YAML: mappings, lists and texts, with their places in the document. No value is ever turned into a
 * number, a date or an object, and what makes YAML dangerous or hard to read is refused: anchors, aliases, tags, several
 * documents, deep nesting.
 */
final class YamlTree {

    /** Ours has four levels. */
    private static final int DEEPEST = 8;

    private YamlTree() {}

    /** The root of the document; empty, with the reasons in {@code problems}, when there is none that can be read. */
    static Optional<Node> read(String text, Problems problems) {
        var unprintable =
                text.codePoints().filter(c -> !StreamReader.isPrintable(c)).findFirst();
        if (unprintable.isPresent()) {
            int at = text.indexOf(Character.toString(unprintable.getAsInt()));
            refuseCharacter(text, at, unprintable.getAsInt(), problems);
            return Optional.empty();
        }
        try {
            if (!plain(text, problems)) {
                return Optional.empty();
            }
            var root = Optional.ofNullable(yaml().compose(new StringReader(text)));
            if (root.isEmpty()) {
                problems.add(1, 1, "the catalogue is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            var context = e.getContext() == null ? "" : e.getContext() + ": ";
            problems.add(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "this is not YAML: " + context + e.getProblem());
        } catch (ReaderException e) {
            refuseCharacter(text, e.getPosition(), e.getCodePoint(), problems);
        } catch (YAMLException e) {
            problems.add(1, 1, "this is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(CatalogueText.LARGEST_BYTES);
        options.setMaxAliasesForCollections(0);
        return new Yaml(options);
    }

    /** Looks at the parts before anything is built of them: no alias is followed, no depth is reached. */
    private static boolean plain(String text, Problems problems) {
        int depth = 0;
        int documents = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                problems.add(event.getStartMark(), "a catalogue is one document: remove the `---` and what follows");
                return false;
            }
            if (event instanceof NodeEvent node) {
                refuseExtras(node, problems);
            }
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                problems.add(event.getStartMark(), "nested too deeply: a catalogue has at most " + DEEPEST + " levels");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return !problems.any();
    }

    private static void refuseExtras(NodeEvent event, Problems problems) {
        if (event instanceof AliasEvent) {
            problems.add(
                    event.getStartMark(),
                    "aliases are not allowed: write the value out instead of `*" + event.getAnchor() + "`");
            return;
        }
        if (event.getAnchor() != null) {
            problems.add(event.getStartMark(), "anchors are not allowed: remove `&" + event.getAnchor() + "`");
        }
        var tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null) {
            problems.add(event.getStartMark(), "tags are not allowed: remove " + Problems.quote("!" + tag));
        }
    }

    private static void refuseCharacter(String text, int position, int codePoint, Problems problems) {
        var before = text.substring(0, Math.max(0, Math.min(position, text.length())));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        problems.add(
                line,
                before.length() - before.lastIndexOf('\n'),
                String.format("the character U+%04X is not allowed: a catalogue is printable text", codePoint));
    }
}
