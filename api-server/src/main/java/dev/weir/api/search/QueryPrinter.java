package dev.weir.api.search;

import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Reference;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints trees; groups of alternatives within other groups get parentheses. */
enum QueryPrinter implements Query.Reader<String> {
    INSTANCE;

    @Override
    public String allOf(List<Query> parts) {
        return joined(parts, " ", part -> part instanceof Query.AnyOf ? "(" + part.print() + ")" : part.print());
    }

    @Override
    public String anyOf(List<Query> parts) {
        return joined(parts, " OR ", Query::print);
    }

    private static String joined(List<Query> parts, String separator, Function<Query, String> text) {
        return parts.stream().map(text).collect(Collectors.joining(separator));
    }

    @Override
    public String not(Query operator) {
        return "-" + operator.print();
    }

    @Override
    public String words(Query.Words words) {
        return words.quoted() ? quoted(words.text()) : words.text();
    }

    @Override
    public String user(Query.UserRole role, String user) {
        return role.value() + ":" + user;
    }

    @Override
    public String refers(Reference reference, long postId) {
        return OperatorNames.of(reference) + ":" + postId;
    }

    @Override
    public String link(String text) {
        return "url:" + quoted(text);
    }

    @Override
    public String lang(String tag) {
        return "lang:" + tag;
    }

    @Override
    public String is(Query.PostKind kind) {
        return "is:" + kind.value();
    }

    @Override
    public String has(Query.PostPart part) {
        return "has:" + part.value();
    }

    @Override
    public String atLeast(Counter counter, long least) {
        return OperatorNames.of(counter) + ":" + least;
    }

    @Override
    public String ofRules(RuleOperator operator) {
        return operator.print();
    }

    /** In quotes, with those within escaped. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
