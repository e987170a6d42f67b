package dev.weir.api.streams;

import dev.weir.api.microblog.Accents;
import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.search.PostMatcher;
import dev.weir.api.search.Query;
import dev.weir.api.search.Subject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All rules of all apps that are connected here, found by the words they need.
 *
 * <p>Nearly every rule can only find posts that hold one of a few words, or are by one of a few users. Kept under those, a
 * post asks the rules that share a word with it instead of all: its cost grows with the rules that may match, not with
 * those there are. Immutable.
 */
final class RuleIndex {

    static final RuleIndex EMPTY = new RuleIndex(List.of());

    private static final int[] NOWHERE = {};

    /**
     * A rule made ready.
     *
     * @param needs texts of which a post must have one for the rule to find it; empty when nothing can be said
     */
    record Ready(long appId, Rule rule, PostMatcher matcher, Set<String> needs) {

        static Ready of(long appId, Rule rule, Query query) {
            return new Ready(
                    appId,
                    rule,
                    PostMatcher.of(query, dev.weir.api.search.Reading.STREAM),
                    needsOf(query).orElse(Set.of()));
        }
    }

    /** By id. */
    private final List<Ready> rules;
    /** Places in the list, by need. Not as sets of bits: of many rules each need has few. */
    private final Map<String, int[]> byNeed = new HashMap<>();

    private final BitSet needless = new BitSet();

    RuleIndex(Collection<Ready> rules) {
        this.rules = rules.stream()
                .sorted(Comparator.comparingLong(ready -> ready.rule().id()))
                .toList();
        Map<String, List<Integer>> places = new HashMap<>();
        for (int place = 0; place < this.rules.size(); place++) {
            Set<String> needs = this.rules.get(place).needs();
            if (needs.isEmpty()) {
                needless.set(place);
            }
            for (String need : needs) {
                places.computeIfAbsent(need, n -> new ArrayList<>(1)).add(place);
            }
        }
        places.forEach((need, of) ->
                byNeed.put(need, of.stream().mapToInt(Integer::intValue).toArray()));
    }

    /**
     * The rules that find a post, by app and in the order of their ids.
     *
     * @param facts what the post has: its words, and its users as {@link #from} says them
     */
    Map<Long, List<Rule>> matches(Subject subject, Collection<String> facts) {
        BitSet candidates = (BitSet) needless.clone();
        for (String fact : facts) {
            for (int place : byNeed.getOrDefault(fact, NOWHERE)) {
                candidates.set(place);
            }
        }
        Map<Long, List<Rule>> found = new HashMap<>();
        for (int place = candidates.nextSetBit(0); place >= 0; place = candidates.nextSetBit(place + 1)) {
            Ready candidate = rules.get(place);
            if (candidate.matcher().matches(subject)) {
                found.computeIfAbsent(candidate.appId(), app -> new ArrayList<>())
                        .add(candidate.rule());
            }
        }
        return found;
    }

    /** The fact that a post is by the user of this name or id. */
    static String from(String user) {
        return "from:" + user;
    }

    /** What a post must have one of to be found; empty when nothing can be said. */
    private static Optional<Set<String>> needsOf(Query query) {
        if (query instanceof Query.Words words) {
            // Of a phrase all words are needed: the longest is likely the rarest.
            return SearchTerms.phrase(words.text(), Accents.KEPT).stream()
                    .map(SearchTerms.Term::lexeme)
                    .max(Comparator.comparingInt(String::length))
                    .map(Set::of);
        }
        if (query instanceof Query.User user && user.role() == Query.UserRole.FROM) {
            // Digits may be an id, which a post says without zeros before it.
            return Optional.of(
                    new HashSet<>(List.of(from(user.user()), from(user.user().replaceFirst("^0+(?=[0-9]+$)", "")))));
        }
        if (query instanceof Query.AllOf all) {
            return all.parts().stream()
                    .map(RuleIndex::needsOf)
                    .flatMap(Optional::stream)
                    .min(Comparator.comparingInt(Set::size));
        }
        if (query instanceof Query.AnyOf any) {
            Set<String> needs = new HashSet<>();
            for (Query part : any.parts()) {
                Optional<Set<String>> needed = needsOf(part);
                if (needed.isEmpty()) {
                    return Optional.empty();
                }
                needs.addAll(needed.get());
            }
            return Optional.of(needs);
        }
        return Optional.empty();
    }
}
