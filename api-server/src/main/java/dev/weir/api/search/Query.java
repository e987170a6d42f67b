package dev.weir.api.search;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A search query as a tree. Read by {@link #read}: one reader turns it into a look-up of the index, others may match it
 * against a post at hand.
 *
 * <p>Trees from {@link QueryParser} are in normal form: no group holds a group of its own kind or a single part. Such a
 * tree is printed by {@link #print} so that parsing gives the same tree again.
 */
public sealed interface Query {

    /** Hands this node to the reader's method for its kind. */
    <R> R read(Reader<R> reader);

    /** What to do with each kind of node. */
    interface Reader<R> {
        /** All of the parts match. */
        R allOf(List<Query> parts);

        /** At least one of the parts matches. */
        R anyOf(List<Query> parts);

        /** The operator does not match. */
        R not(Query operator);

        /** The words stand in the text, next to each other and in this order. A tag or mention counts as a word. */
        R words(Words words);

        /** Written by the user of this name, or with this id. */
        R from(String user);

        /** Answers the user of this name, or with this id. */
        R to(String user);

        /** In a language. */
        R lang(String tag);

        /** Of a kind. */
        R is(PostKind kind);

        /** With something in it. */
        R has(PostPart part);
    }

    /** What {@code is:} may ask. */
    enum PostKind {
        REPLY,
        RETWEET,
        QUOTE;

        /** As queries write it. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What {@code has:} may ask. */
    enum PostPart {
        HASHTAGS,
        CASHTAGS,
        MENTIONS,
        LINKS;

        /** As queries write it. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Parts that must all match; at least two. */
    record AllOf(List<Query> parts) implements Query {
        public AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R read(Reader<R> reader) {
            return reader.allOf(parts);
        }
    }

    /** Parts of which one must match; at least two. */
    record AnyOf(List<Query> parts) implements Query {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R read(Reader<R> reader) {
            return reader.anyOf(parts);
        }
    }

    /** An operator that must not match; never a group. */
    record Not(Query operator) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.not(operator);
        }
    }

    /** A keyword, hashtag, mention or emoji, or a phrase of them. Quoted or not makes a difference only in print. */
    record Words(String text, boolean quoted) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.words(this);
        }
    }

    /** {@code from:}. */
    record From(String user) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.from(user);
        }
    }

    /** {@code to:}. */
    record To(String user) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.to(user);
        }
    }

    /** {@code lang:}. */
    record Lang(String tag) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.lang(tag);
        }
    }

    /** {@code is:}. */
    record Is(PostKind kind) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.is(kind);
        }
    }

    /** {@code has:}. */
    record Has(PostPart part) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.has(part);
        }
    }

    /** The query as one could have typed it. */
    default String print() {
        return read(Printer.INSTANCE);
    }

    /** Prints nodes; groups of alternatives within other groups get parentheses. */
    enum Printer implements Reader<String> {
        INSTANCE;

        @Override
        public String allOf(List<Query> parts) {
            return joined(parts, " ", part -> part instanceof AnyOf ? "(" + part.print() + ")" : part.print());
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
        public String words(Words words) {
            return words.quoted() ? '"' + words.text().replace("\\", "\\\\").replace("\"", "\\\"") + '"' : words.text();
        }

        @Override
        public String from(String user) {
            return "from:" + user;
        }

        @Override
        public String to(String user) {
            return "to:" + user;
        }

        @Override
        public String lang(String tag) {
            return "lang:" + tag;
        }

        @Override
        public String is(PostKind kind) {
            return "is:" + kind.value();
        }

        @Override
        public String has(PostPart part) {
            return "has:" + part.value();
        }
    }
}
