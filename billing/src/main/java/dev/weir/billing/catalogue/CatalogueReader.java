package dev.weir.billing.catalogue;

import dev.weir.billing.catalogue.Section.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Makes plans of a document, and reports all that is wrong on the way. Used once. */
final class CatalogueReader {

    static final String NOT_OFFERED = "not offered";
    private static final String UNLIMITED = "unlimited";
    private static final String FREE_OF_CHARGE = "free of charge";
    private static final String FORMAT = "weir catalogue 1";
    private static final List<String> PARTS = List.of("format", "endpoints", "ladder", "plans");
    private static final List<String> PLAN_PARTS = List.of(
            "description", "price", "posts", "burst", "query length", "streams", "rules", "rule length", "endpoints");
    // Catalogues from before it was part of a plan are stored, and must stay readable.
    private static final List<String> OPTIONAL_PLAN_PARTS = List.of("exports");
    private static final int LONGEST_DESCRIPTION = 200;
    private static final int LONGEST_QUERY = 4096;
    private static final int MOST_STREAMS = 10_000;
    private static final int MOST_RULES = 25_000;
    private static final int MOST_EXPORTS = 1_000;
    private static final int MOST_PLANS = 50;
    private static final int MOST_WINDOWS = 4;

    private final Set<String> endpointIds;
    private final Problems problems;
    private final Map<String, Cost> costs = new HashMap<>();
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final Map<String, Section> sections = new HashMap<>();

    CatalogueReader(Set<String> endpointIds, Problems problems) {
        this.endpointIds = endpointIds;
        this.problems = problems;
    }

    Map<String, Cost> costs() {
        return costs;
    }

    Map<String, Plan> plans() {
        return plans;
    }

    void read(Node node) {
        var root = Section.of("the catalogue", node, node, problems);
        root.requireExactly(PARTS, "part");
        root.text("format", FORMAT)
                .filter(text -> !text.value().equals(FORMAT))
                .ifPresent(text -> text.refuse("this server reads no format " + Problems.quote(text.value())));
        root.section("endpoints", "`endpoints`").ifPresent(this::readCosts);
        root.section("plans", "`plans`").ifPresent(this::readPlans);
        readLadder(root);
    }

    private void readCosts(Section section) {
        section.requireExactly(endpointIds, "endpoint");
        section.entries()
                .keySet()
                .forEach(id -> section.text(id, "1 request").ifPresent(text -> {
                    switch (text.value()) {
                        case "1 request" -> costs.put(id, Cost.ONE_REQUEST);
                        case "posts returned" -> costs.put(id, Cost.POSTS_RETURNED);
                        default ->
                            text.refuse(
                                    "a cost is `1 request` or `posts returned`, was " + Problems.quote(text.value()));
                    }
                }));
    }

    private void readPlans(Section section) {
        if (section.entries().isEmpty() || section.entries().size() > MOST_PLANS) {
            problems.add(section.place(), "a catalogue has 1 to " + MOST_PLANS + " plans");
        }
        section.keys().forEach((name, key) -> {
            if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
                problems.add(
                        key,
                        "the name of a plan is 1 to 32 of a-z, 0-9 and -, the first a letter, was "
                                + Problems.quote(name));
            }
            section.section(name, "plan `" + name + "`").ifPresent(plan -> readPlan(name, plan));
        });
    }

    private void readPlan(String name, Section section) {
        section.require(PLAN_PARTS, OPTIONAL_PLAN_PARTS, "part of a plan");
        var description = section.text("description", "For trying things out.");
        description
                .filter(text -> text.value().codePointCount(0, text.value().length()) > LONGEST_DESCRIPTION)
                .ifPresent(text -> text.refuse("at most " + LONGEST_DESCRIPTION + " characters"));
        var price = section.text("price", "200.00 USD / month")
                .filter(text -> !text.value().equals(FREE_OF_CHARGE))
                .flatMap(Quantities::price);
        var posts = limited(section.text("posts", "10,000 posts / month"))
                .map(Quantities::postsPerMonth)
                .orElse(OptionalLong.empty());
        var burst = limited(section.text("burst", "10 requests / 1 s")).flatMap(Quantities::allowance);
        var queryLength = section.text("query length", "512 characters")
                .map(text -> Quantities.characters(text, LONGEST_QUERY))
                .orElse(OptionalLong.empty());
        var offered = section.section("endpoints", "`endpoints` of plan `" + name + "`")
                .map(this::readTerms)
                .orElse(Map.of());
        sections.put(name, section);
        plans.put(
                name,
                new Plan(
                        name,
                        description.map(Text::value).orElse(""),
                        price,
                        posts,
                        burst,
                        (int) queryLength.orElse(1),
                        readStreams(section),
                        number(section.text("exports", "2 at once")
                                .map(text -> Quantities.atOnce(text, "exports", MOST_EXPORTS))),
                        offered));
    }

    private static StreamTerms readStreams(Section section) {
        return new StreamTerms(
                number(section.text("streams", "1 connection")
                        .map(text -> Quantities.count(text, "connection", MOST_STREAMS))),
                number(section.text("rules", "25 rules").map(text -> Quantities.count(text, "rule", MOST_RULES))),
                number(section.text("rule length", "512 characters")
                        .map(text -> Quantities.characters(text, LONGEST_QUERY))));
    }

    /** A number that could be read; 1 where none is written, or where it was reported as a problem. */
    private static int number(Optional<OptionalLong> read) {
        return (int) read.orElse(OptionalLong.empty()).orElse(1);
    }

    private static Optional<Text> limited(Optional<Text> text) {
        return text.filter(written -> !written.value().equals(UNLIMITED));
    }

    private Map<String, Terms> readTerms(Section section) {
        section.refuseOthers(endpointIds, "endpoint");
        endpointIds.stream().filter(id -> !section.entries().containsKey(id)).forEach(id -> {
            problems.add(
                    section.place(),
                    section.name() + " says nothing of `" + id + "`: add `" + id + ": 15 requests / 15 min` or `" + id
                            + ": " + NOT_OFFERED + "`");
        });
        var offered = new HashMap<String, Terms>();
        section.entries().keySet().forEach(id -> {
            var texts = section.texts(id, "15 requests / 15 min");
            readCell(texts).ifPresent(terms -> offered.put(id, terms));
        });
        return offered;
    }

    private Optional<Terms> readCell(List<Text> texts) {
        if (texts.size() == 1 && texts.get(0).value().equals(NOT_OFFERED)) {
            return Optional.empty();
        }
        if (texts.size() == 1 && texts.get(0).value().equals(UNLIMITED)) {
            return Optional.of(Terms.UNLIMITED);
        }
        if (texts.size() > MOST_WINDOWS) {
            texts.get(MOST_WINDOWS).refuse("at most " + MOST_WINDOWS + " windows for one endpoint");
        }
        var windows = new ArrayList<Allowance>();
        var kinds = new HashSet<>();
        texts.forEach(text -> Quantities.window(text).ifPresent(window -> {
            if (!kinds.add(List.of(window.period(), window.holder()))) {
                text.refuse("a second window of the same length");
            }
            windows.add(window);
        }));
        windows.sort(Comparator.comparing(Allowance::period).thenComparing(Allowance::holder));
        return windows.isEmpty() ? Optional.empty() : Optional.of(new Terms(windows));
    }

    private void readLadder(Section root) {
        var steps = root.texts("ladder", "[free, basic, premium]");
        var known = new ArrayList<Text>();
        var seen = new HashSet<String>();
        for (var step : steps) {
            if (!plans.containsKey(step.value())) {
                step.refuse("there is no plan " + Problems.quote(step.value())
                        + Spelling.suggest(step.value(), plans.keySet()));
            } else if (!seen.add(step.value())) {
                step.refuse(Problems.quote(step.value()) + " stands in it twice");
            } else {
                known.add(step);
            }
        }
        if (problems.any()) {
            // Plans that could not be read in full cannot be compared.
            return;
        }
        var ladder = new Ladder(problems);
        for (int i = 1; i < known.size(); i++) {
            var lower = known.get(i - 1).value();
            var upper = known.get(i).value();
            ladder.check(plan(lower), plan(upper), section(upper));
        }
    }

    private Plan plan(String name) {
        return Optional.ofNullable(plans.get(name)).orElseThrow();
    }

    private Section section(String name) {
        return Optional.ofNullable(sections.get(name)).orElseThrow();
    }
}
