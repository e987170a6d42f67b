package dev.weir.billing.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Checks that a plan gives at least what the plan below it gives: nobody loses anything by moving up. */
final class Ladder {

    private final Problems problems;

    Ladder(Problems problems) {
        this.problems = problems;
    }

    void check(Plan lower, Plan upper, Section section) {
        var than = " than in plan `" + lower.name() + "`, which comes before `" + upper.name() + "` on the ladder";
        if (less(upper.postsPerMonth(), lower.postsPerMonth())) {
            report(section, "posts", "fewer posts" + than);
        }
        if (upper.queryLength() < lower.queryLength()) {
            report(section, "query length", "shorter" + than);
        }
        if (!upper.streams().cover(lower.streams())) {
            report(section, "streams", "fewer connections or rules, or shorter ones," + than);
        }
        if (upper.exportsAtOnce() < lower.exportsAtOnce()) {
            report(section, "exports", "fewer at once" + than);
        }
        if (!burst(upper).cover(burst(lower))) {
            report(section, "burst", "less" + than);
        }
        lower.offered().forEach((id, terms) -> {
            var above = upper.terms(id);
            if (above.isEmpty() || !above.get().cover(terms)) {
                problems.add(cell(section, id), "`" + id + "` of plan `" + upper.name() + "` allows less" + than);
            }
        });
    }

    private static boolean less(OptionalLong upper, OptionalLong lower) {
        return upper.isPresent() && (lower.isEmpty() || upper.getAsLong() < lower.getAsLong());
    }

    private static Terms burst(Plan plan) {
        return new Terms(plan.burst().map(List::of).orElse(List.of()));
    }

    private void report(Section section, String key, String message) {
        problems.add(section.node(key).orElse(section.place()), "`" + key + "` of " + section.name() + ": " + message);
    }

    private static Node cell(Section section, String endpointId) {
        return section.node("endpoints")
                .filter(MappingNode.class::isInstance)
                .flatMap(node -> Optional.ofNullable(
                        Section.of("", node, node, new Problems()).entries().get(endpointId)))
                .orElse(section.place());
    }
}
