package dev.weir.billing.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of the document, its keys known to be texts that occur once.
 *
 * @param name what it is called in messages, for example {@code plan `free`}
 * @param place where to point when something is missing from it
 * @param entries the values, in the order of the document
 * @param keys where each key stands
 * @param problems takes what is wrong
 */
record Section(String name, Node place, Map<String, Node> entries, Map<String, Node> keys, Problems problems) {

    /** The mapping at this node; an empty one, with a problem reported, when there is none. */
    static Section of(String name, Node place, Node node, Problems problems) {
        var entries = new LinkedHashMap<String, Node>();
        var keys = new LinkedHashMap<String, Node>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(tuple.getKeyNode(), "a key in " + name + " must be a word, not a list or a mapping");
                    return;
                }
                var first = keys.putIfAbsent(key.getValue(), key);
                if (first == null) {
                    entries.put(key.getValue(), tuple.getValueNode());
                } else {
                    problems.add(
                            key,
                            Problems.quote(key.getValue()) + " stands in " + name + " twice, first on line "
                                    + (first.getStartMark().getLine() + 1) + ": remove one");
                }
            });
        } else {
            problems.add(node, name + " must be a mapping, lines of `key: value`");
        }
        return new Section(name, place, entries, keys, problems);
    }

    /** Reports each key that is not expected and each expected key that is missing. */
    void requireExactly(Collection<String> expected, String what) {
        require(expected, List.of(), what);
    }

    /** Reports each key that is neither required nor optional, and each required key that is missing. */
    void require(Collection<String> required, Collection<String> optional, String what) {
        var known = new ArrayList<>(required);
        known.addAll(optional);
        refuseOthers(known, what);
        required.stream()
                .filter(key -> !entries.containsKey(key))
                .forEach(key -> problems.add(place, name + " lacks `" + key + "`"));
    }

    /** Reports each key that is not expected. */
    void refuseOthers(Collection<String> expected, String what) {
        keys.forEach((key, node) -> {
            if (!expected.contains(key)) {
                problems.add(node, "unknown " + what + " " + Problems.quote(key) + Spelling.suggest(key, expected));
            }
        });
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The mapping under this key; empty when the key is missing. */
    Optional<Section> section(String key, String title) {
        return node(key).map(node -> of(title, keys.getOrDefault(key, node), node, problems));
    }

    /** The text under this key; empty when the key is missing or, with a problem reported, is not a text. */
    Optional<Text> text(String key, String example) {
        return node(key).flatMap(node -> text(node, "`" + key + "` of " + name, example));
    }

    /** The texts under this key, which may be a single one or a list. */
    List<Text> texts(String key, String example) {
        var what = "`" + key + "` of " + name;
        var found = new ArrayList<Text>();
        node(key).ifPresent(node -> {
            if (node instanceof SequenceNode list) {
                if (list.getValue().isEmpty()) {
                    problems.add(list, what + " is an empty list: write `" + example + "`");
                }
                list.getValue().forEach(item -> text(item, what, example).ifPresent(found::add));
            } else {
                text(node, what, example).ifPresent(found::add);
            }
        });
        return found;
    }

    private Optional<Text> text(Node node, String what, String example) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(node, what + " must be a text: write `" + example + "`");
            return Optional.empty();
        }
        var value = scalar.getValue().strip();
        if (value.isEmpty()) {
            problems.add(scalar, what + " is empty: write `" + example + "`");
            return Optional.empty();
        }
        return Optional.of(new Text(value, what, example, scalar, problems));
    }

    /**
     * A value as it is written.
     *
     * @param value not empty
     * @param what it is called in messages
     * @param example a good value
     */
    record Text(String value, String what, String example, Node place, Problems problems) {

        /** Reports that the value is wrong, and what to write instead. */
        void refuse(String why) {
            problems.add(place, what + ": " + why + "; write for example `" + example + "`");
        }
    }
}
