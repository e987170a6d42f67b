package dev.weir.api.microblog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a search asks of posts, as the database understands it. Neighbouring terms are one look-up of the text index,
 * however many they are.
 */
public sealed interface Condition {

    /** All of these, at least two. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        /** With the alternatives of one part drawn to the outside, if no part leads to the posts by itself. */
        private List<Condition> distributed() {
            if (parts.stream().anyMatch(part -> part instanceof RepostsOf || part instanceof AtLeast)) {
                return List.of(this);
            }
            Condition widest = parts.stream()
                    .filter(Any.class::isInstance)
                    .min(Comparator.comparingInt(part -> part.branches().size()))
                    .orElse(this);
            return widest == this
                    ? List.of(this)
                    : widest.branches().stream()
                            .map(branch -> all(parts.stream()
                                    .map(part -> part == widest ? branch : part)
                                    .toList()))
                            .toList();
        }
    }

    /** One of these, at least two. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Not this, which is never a group. */
    record Not(Condition condition) implements Condition {}

    /**
     * Terms of the text index.
     *
     * @param query text of a {@code tsquery} over the terms of {@link SearchTerms}
     * @param finds whether it names posts to find; false if it only says which to leave out
     */
    record Terms(String query, boolean finds) implements Condition {}

    /** Refers to a post. */
    record Refers(Reference reference, long postId) implements Condition {}

    /** Repeats a post of this user. */
    record RepostsOf(long userId) implements Condition {}

    /** Is by a verified user. */
    record ByVerified() implements Condition {}

    /** Has been counted at least so often. */
    record AtLeast(Counter counter, long least) implements Condition {}

    /** All of the parts, of which there is at least one. */
    static Condition all(List<Condition> parts) {
        List<Terms> terms = terms(parts);
        List<Condition> merged = merged(parts, terms, " & ", terms.stream().anyMatch(Terms::finds));
        return merged.size() == 1 ? merged.get(0) : new All(merged);
    }

    /** Any of the parts, of which there is at least one. */
    static Condition any(List<Condition> parts) {
        List<Terms> terms = terms(parts);
        List<Condition> merged = merged(parts, terms, " | ", terms.stream().allMatch(Terms::finds));
        return merged.size() == 1 ? merged.get(0) : new Any(merged);
    }

    /** Not this operator. */
    static Condition not(Condition operator) {
        return operator instanceof Terms terms ? new Terms("!" + terms.query, false) : new Not(operator);
    }

    private static List<Terms> terms(List<Condition> parts) {
        return parts.stream()
                .filter(Terms.class::isInstance)
                .map(Terms.class::cast)
                .toList();
    }

    private static List<Condition> merged(List<Condition> parts, List<Terms> terms, String operator, boolean finds) {
        List<Condition> merged = new ArrayList<>();
        if (terms.size() > 1) {
            String queries = terms.stream().map(Terms::query).collect(Collectors.joining(operator, "(", ")"));
            merged.add(new Terms(queries, finds));
        } else {
            merged.addAll(terms);
        }
        parts.stream().filter(part -> !(part instanceof Terms)).forEach(merged::add);
        return merged;
    }

    /**
     * The same condition as alternatives, each of which an index can answer: one, unless alternatives need different
     * indexes, such as a word or a number of likes. How many there are is what a search costs.
     */
    default List<Condition> branches() {
        if (isIndexed()) {
            return List.of(this);
        }
        if (this instanceof Any any) {
            List<Condition> branches = new ArrayList<>();
            List<Condition> indexed =
                    any.parts.stream().filter(Condition::isIndexed).toList();
            if (!indexed.isEmpty()) {
                branches.add(any(indexed));
            }
            any.parts.stream().filter(part -> !part.isIndexed()).forEach(part -> branches.addAll(part.branches()));
            return branches;
        }
        return this instanceof All all ? all.distributed() : List.of(this);
    }

    /** What the indexes of posts answer of a condition that asks for more than that; empty if they answer all or nothing. */
    default Optional<Condition> indexed() {
        if (!(this instanceof All all)) {
            return Optional.empty();
        }
        List<Condition> indexed =
                all.parts.stream().filter(Condition::isIndexed).toList();
        return indexed.isEmpty() || indexed.size() == all.parts.size() ? Optional.empty() : Optional.of(all(indexed));
    }

    /** Text of a {@code tsquery}: what a better match says more of. Empty if the condition names no words. */
    default String ranking() {
        if (this instanceof Terms terms) {
            return terms.finds ? terms.query : "";
        }
        List<Condition> parts =
                this instanceof All all ? all.parts : this instanceof Any any ? any.parts : List.<Condition>of();
        return parts.stream()
                .map(Condition::ranking)
                .filter(terms -> !terms.isEmpty())
                .collect(Collectors.joining(" | "));
    }

    /** Whether one pass over the indexes of posts finds all that match. */
    private boolean isIndexed() {
        if (this instanceof All all) {
            return all.parts.stream().anyMatch(Condition::isIndexed);
        }
        if (this instanceof Any any) {
            return any.parts.stream().allMatch(Condition::isIndexed);
        }
        return this instanceof Refers || (this instanceof Terms terms && terms.finds);
    }
}
