package dev.weir.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what a client of the earlier of two OpenAPI documents could stumble over in the later one.
 *
 * <p>What a client may send can only grow, what it gets can only become more definite. New operations, optional
 * parameters, members, statuses, values of answers and kinds of problem are additions that clients must expect. A
 * change of a keyword that is not judged here counts as breaking.
 */
final class BreakingChanges {

    private static final Set<String> WORDS = Set.of(
            "description", "summary", "title", "example", "examples", "deprecated", "externalDocs", "$comment", "tags");
    private static final Set<String> LOWER_BOUNDS =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final Set<String> UPPER_BOUNDS =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    private static final Set<String> RESTRICTIONS = Set.of("pattern", "format", "uniqueItems", "multipleOf");
    private static final Set<String> JUDGED_APART = Set.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "items",
            "additionalProperties",
            "oneOf",
            "anyOf",
            "default",
            "$ref");

    /** Who sends what a schema describes. */
    private enum Sender {
        CLIENT,
        SERVER
    }

    private final OpenApi before;
    private final OpenApi after;
    private final List<String> found = new ArrayList<>();
    private final Set<String> underWay = new HashSet<>();

    private BreakingChanges(OpenApi before, OpenApi after) {
        this.before = before;
        this.after = after;
    }

    /** A sentence for each change that breaks clients; empty if none does. */
    static List<String> between(OpenApi before, OpenApi after) {
        BreakingChanges changes = new BreakingChanges(before, after);
        changes.compare();
        return changes.found;
    }

    private void compare() {
        Map<String, JsonNode> later = after.operations();
        before.operations().forEach((id, operation) -> {
            if (later.containsKey(id)) {
                compareOperations(id, operation, later.get(id));
            } else {
                found.add(id + " is gone");
            }
        });
    }

    private void compareOperations(String at, JsonNode earlier, JsonNode later) {
        if (!earlier.path("operationId").equals(later.path("operationId"))) {
            found.add(at + " is named otherwise: " + later.path("operationId"));
        }
        compareSecurity(at, earlier.path("security"), later.path("security"));
        compareParameters(at, before.parameters(earlier), after.parameters(later));
        compareBodies(at, before.resolve(earlier.path("requestBody")), after.resolve(later.path("requestBody")));
        Map<String, JsonNode> answers = OpenApi.members(later.path("responses"));
        OpenApi.members(earlier.path("responses")).forEach((status, answer) -> {
            if (answers.containsKey(status)) {
                compareAnswers(at + " " + status, before.resolve(answer), after.resolve(answers.get(status)));
            } else {
                found.add(at + " answers no " + status + " any more");
            }
        });
    }

    private void compareSecurity(String at, JsonNode earlier, JsonNode later) {
        Set<JsonNode> alternatives = new HashSet<>();
        later.forEach(alternatives::add);
        earlier.forEach(alternative -> {
            if (!later.isEmpty() && !alternatives.contains(alternative)) {
                found.add(at + " takes no " + alternative + " any more");
            }
        });
        if (earlier.isEmpty() && !later.isEmpty()) {
            found.add(at + " needs a key now");
        }
    }

    private void compareParameters(String at, Map<String, JsonNode> earlier, Map<String, JsonNode> later) {
        earlier.forEach((name, parameter) -> {
            if (later.containsKey(name)) {
                JsonNode changed = later.get(name);
                requireOptional(at + " " + name, parameter, changed);
                for (String keyword : List.of("style", "explode")) {
                    if (!parameter.path(keyword).equals(changed.path(keyword))) {
                        found.add(at + " " + name + " is written otherwise: " + keyword);
                    }
                }
                compareSchemas(Sender.CLIENT, at + " " + name, parameter.path("schema"), changed.path("schema"));
            } else {
                found.add(at + " takes no " + name + " any more");
            }
        });
        later.forEach((name, parameter) -> {
            if (!earlier.containsKey(name) && parameter.path("required").asBoolean()) {
                found.add(at + " requires " + name + " now");
            }
        });
    }

    private void requireOptional(String at, JsonNode earlier, JsonNode later) {
        if (later.path("required").asBoolean() && !earlier.path("required").asBoolean()) {
            found.add(at + " is required now");
        }
    }

    private void compareBodies(String at, JsonNode earlier, JsonNode later) {
        if (!earlier.isMissingNode() && later.isMissingNode()) {
            found.add(at + " takes no body any more");
            return;
        }
        requireOptional(at + " body", earlier, later);
        compareContents(Sender.CLIENT, at + " body", earlier.path("content"), later.path("content"));
    }

    private void compareAnswers(String at, JsonNode earlier, JsonNode later) {
        Map<String, JsonNode> headers = OpenApi.members(later.path("headers"));
        OpenApi.members(earlier.path("headers")).forEach((name, header) -> {
            if (!headers.containsKey(name)) {
                found.add(at + " has no header " + name + " any more");
                return;
            }
            JsonNode promised = before.resolve(header);
            JsonNode promises = after.resolve(headers.get(name));
            if (promised.path("required").asBoolean()
                    && !promises.path("required").asBoolean()) {
                found.add(at + " may come without " + name + " now");
            }
            compareSchemas(Sender.SERVER, at + " " + name, promised.path("schema"), promises.path("schema"));
        });
        compareContents(Sender.SERVER, at, earlier.path("content"), later.path("content"));
    }

    private void compareContents(Sender sender, String at, JsonNode earlier, JsonNode later) {
        Map<String, JsonNode> types = OpenApi.members(later);
        OpenApi.members(earlier).forEach((type, content) -> {
            if (types.containsKey(type)) {
                compareSchemas(
                        sender, at, content.path("schema"), types.get(type).path("schema"));
            } else {
                found.add(at + " is not " + type + " any more");
            }
        });
    }

    private void compareSchemas(Sender sender, String at, JsonNode earlierOrReference, JsonNode laterOrReference) {
        String pair = sender + " " + earlierOrReference.path("$ref") + " " + laterOrReference.path("$ref");
        boolean references = earlierOrReference.has("$ref") && laterOrReference.has("$ref");
        if (references && !underWay.add(pair)) {
            // A schema that contains itself has come back to where it began.
            return;
        }
        JsonNode earlier = before.resolve(earlierOrReference);
        JsonNode later = after.resolve(laterOrReference);
        if (isChoice(earlier) || isChoice(later)) {
            List<JsonNode> choices = choices(laterOrReference, later);
            choices(earlierOrReference, earlier).forEach(choice -> compareAlternative(sender, at, choice, choices));
        } else {
            compareKeywords(sender, at, earlier, later);
        }
        if (references) {
            underWay.remove(pair);
        }
    }

    /** Whether a schema says nothing but that it is one of several. */
    private static boolean isChoice(JsonNode schema) {
        return (schema.has("oneOf") || schema.has("anyOf")) && !schema.has("type");
    }

    private static List<JsonNode> choices(JsonNode reference, JsonNode schema) {
        List<JsonNode> choices = new ArrayList<>();
        if (isChoice(schema)) {
            schema.path("oneOf").forEach(choices::add);
            schema.path("anyOf").forEach(choices::add);
        } else {
            choices.add(reference);
        }
        return choices;
    }

    private void compareKeywords(Sender sender, String at, JsonNode earlier, JsonNode later) {
        compareTypes(sender, at, earlier, later);
        compareValues(sender, at, values(earlier), values(later));
        compareProperties(sender, at, earlier, later);
        compareBounds(sender, at, earlier, later);
        compareAlternatives(sender, at, earlier, later);
        if (earlier.has("items") && later.has("items")) {
            compareSchemas(sender, at + "[]", earlier.path("items"), later.path("items"));
        } else if (sender == Sender.CLIENT ? later.has("items") : earlier.has("items")) {
            found.add(at + ": items are described otherwise");
        }
        if (sender == Sender.CLIENT && !earlier.path("default").equals(later.path("default"))) {
            found.add(at + ": the default is " + later.path("default") + " instead of " + earlier.path("default"));
        }
        Set<String> others = new TreeSet<>();
        earlier.fieldNames().forEachRemaining(others::add);
        later.fieldNames().forEachRemaining(others::add);
        for (Set<String> known : List.of(WORDS, LOWER_BOUNDS, UPPER_BOUNDS, RESTRICTIONS, JUDGED_APART)) {
            others.removeAll(known);
        }
        others.removeIf(
                keyword -> keyword.startsWith("x-") || earlier.path(keyword).equals(later.path(keyword)));
        others.forEach(keyword -> found.add(at + ": " + keyword + " changed, and nobody can say what that does"));
    }

    private void compareTypes(Sender sender, String at, JsonNode earlier, JsonNode later) {
        Set<String> was = types(earlier);
        Set<String> is = types(later);
        boolean narrow = includes(was, is);
        boolean wide = includes(is, was);
        if (sender == Sender.CLIENT ? !wide : !narrow) {
            found.add(at + ": the type is " + is + " instead of " + was);
        }
    }

    /** No type at all allows every type. */
    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isTextual() ? Set.of(type.asText()) : new TreeSet<>(OpenApi.texts(type));
    }

    private static boolean includes(Set<String> wider, Set<String> narrower) {
        if (wider.isEmpty() || narrower.isEmpty()) {
            return wider.isEmpty();
        }
        return narrower.stream()
                .allMatch(type -> wider.contains(type) || (type.equals("integer") && wider.contains("number")));
    }

    /** The only values that a schema allows; empty if there is no such list. */
    private static Set<JsonNode> values(JsonNode schema) {
        Set<JsonNode> values = new LinkedHashSet<>();
        schema.path("enum").forEach(values::add);
        if (schema.has("const")) {
            values.add(schema.path("const"));
        }
        return values;
    }

    private void compareValues(Sender sender, String at, Set<JsonNode> was, Set<JsonNode> is) {
        if (was.isEmpty() && !is.isEmpty() && sender == Sender.CLIENT) {
            found.add(at + ": only " + is + " now");
        }
        if (!was.isEmpty() && is.isEmpty() && sender == Sender.SERVER) {
            found.add(at + ": any value now, not only " + was);
        }
        if (!is.isEmpty()) {
            was.stream()
                    .filter(value -> !is.contains(value))
                    .forEach(value -> found.add(at + ": the value " + value + " is gone"));
        }
    }

    private void compareProperties(Sender sender, String at, JsonNode earlier, JsonNode later) {
        Map<String, JsonNode> members = OpenApi.members(later.path("properties"));
        OpenApi.members(earlier.path("properties")).forEach((name, member) -> {
            if (members.containsKey(name)) {
                compareSchemas(sender, at + "." + name, member, members.get(name));
            } else {
                found.add(at + "." + name + " is gone");
            }
        });
        Set<String> was = new TreeSet<>(OpenApi.texts(earlier.path("required")));
        Set<String> is = new TreeSet<>(OpenApi.texts(later.path("required")));
        if (sender == Sender.CLIENT) {
            is.stream()
                    .filter(name -> !was.contains(name))
                    .forEach(name -> found.add(at + "." + name + " is required now"));
        } else {
            was.stream()
                    .filter(name -> !is.contains(name))
                    .forEach(name -> found.add(at + "." + name + " may be absent now"));
        }
        compareOpenness(sender, at, earlier.path("additionalProperties"), later.path("additionalProperties"));
    }

    private void compareOpenness(Sender sender, String at, JsonNode earlier, JsonNode later) {
        if (earlier.isObject() && later.isObject()) {
            compareSchemas(sender, at + ".*", earlier, later);
        } else if (sender == Sender.CLIENT
                ? later.isObject() || (later.isBoolean() && !later.asBoolean() && !later.equals(earlier))
                : earlier.isObject()) {
            found.add(at + ": further members are described otherwise");
        }
    }

    private void compareBounds(Sender sender, String at, JsonNode earlier, JsonNode later) {
        for (String bound : LOWER_BOUNDS) {
            compareBound(sender, at, bound, earlier.path(bound), later.path(bound), -1);
        }
        for (String bound : UPPER_BOUNDS) {
            compareBound(sender, at, bound, earlier.path(bound), later.path(bound), 1);
        }
        for (String restriction : RESTRICTIONS) {
            JsonNode was = earlier.path(restriction);
            JsonNode is = later.path(restriction);
            boolean dropped = is.isMissingNode();
            boolean added = was.isMissingNode();
            boolean harmless = sender == Sender.CLIENT ? dropped : added;
            if (!was.equals(is) && !harmless) {
                found.add(at + ": " + restriction + " is " + is + " instead of " + was);
            }
        }
    }

    /** @param outwards the direction in which a bound allows more: 1 up, -1 down */
    private void compareBound(Sender sender, String at, String bound, JsonNode was, JsonNode is, int outwards) {
        if (was.isMissingNode() && is.isMissingNode()) {
            return;
        }
        double infinity = outwards * Double.POSITIVE_INFINITY;
        double from = was.asDouble(infinity) * outwards;
        double to = is.asDouble(infinity) * outwards;
        if (sender == Sender.CLIENT ? to < from : to > from) {
            found.add(at + ": " + bound + " is " + is + " instead of " + was);
        }
    }

    private void compareAlternatives(Sender sender, String at, JsonNode earlier, JsonNode later) {
        for (String keyword : List.of("oneOf", "anyOf")) {
            JsonNode was = earlier.path(keyword);
            JsonNode is = later.path(keyword);
            if (is.isMissingNode() != was.isMissingNode()) {
                boolean narrower = was.isMissingNode();
                if ((sender == Sender.CLIENT) == narrower) {
                    found.add(at + ": " + keyword + " is " + (narrower ? "new" : "gone"));
                }
                continue;
            }
            List<JsonNode> alternatives = new ArrayList<>();
            is.forEach(alternatives::add);
            was.forEach(alternative -> compareAlternative(sender, at, alternative, alternatives));
        }
    }

    /** An alternative lives on if one of the later ones serves its clients as well. */
    private void compareAlternative(Sender sender, String at, JsonNode earlier, List<JsonNode> later) {
        List<String> nearest = List.of(at + ": an alternative is gone: " + earlier);
        for (JsonNode candidate : later) {
            BreakingChanges attempt = new BreakingChanges(before, after);
            attempt.underWay.addAll(underWay);
            attempt.compareSchemas(sender, at, earlier, candidate);
            if (attempt.found.isEmpty()) {
                return;
            }
            if (candidate.has("$ref") && candidate.equals(earlier)) {
                nearest = attempt.found;
            }
        }
        found.addAll(nearest);
    }
}
