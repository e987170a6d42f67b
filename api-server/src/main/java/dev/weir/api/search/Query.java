package dev.weir.api.search;

import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Reference;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A search query as a tree. Read by {@link #read}: one reader turns it into a condition for the database, another asks it
 * of a post at hand.
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

        /** A user has something to do with it. */
        R user(UserRole role, String user);

        /** It refers to a post. */
        R refers(Reference reference, long postId);

        /** A link in it holds these words, next to each other and in this order. */
        R link(String text);

        /** In a language. */
        R lang(String tag);

        /** Of a kind. */
        R is(PostKind kind);

        /** With something in it. */
        R has(PostPart part);

        /** A counter has come so far. */
        R atLeast(Counter counter, long least);

        /** What only rules of streams may ask. */
        R ofRules(RuleOperator operator);
    }

    /** What a user may have to do with a post. */
    enum UserRole {
        /** Wrote it. */
        FROM,
        /** Is answered by it. */
        TO,
        /** Wrote what it repeats. */
        RETWEETS_OF;

        /** As queries write it. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What {@code is:} may ask. */
    enum PostKind {
        REPLY,
        RETWEET,
        QUOTE,
        /** Written by a verified user. */
        VERIFIED,
        /** Never shown to followers, as advertisements are; no post here is one. */
        NULLCAST;

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
        LINKS,
        MEDIA,
        IMAGES,
        VIDEOS;

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

    /**
     * {@code from:}, {@code to:} or {@code retweets_of:}.
     *
     * @param user a username in lower case, or an id
     */
    record User(UserRole role, String user) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.user(role, user);
        }
    }

    /** {@code conversation_id:} and its like. */
    record Refers(Reference reference, long postId) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.refers(reference, postId);
        }
    }

    /** {@code url:}. */
    record Link(String text) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.link(text);
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

    /** {@code min_likes:} and its like. */
    record AtLeast(Counter counter, long least) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.atLeast(counter, least);
        }
    }

    /** An operator that the database cannot answer, because it asks about the moment a post is written. */
    record OfRules(RuleOperator operator) implements Query {
        @Override
        public <R> R read(Reader<R> reader) {
            return reader.ofRules(operator);
        }
    }

    /** The operators of the tree, in order, without their signs. */
    default Stream<Query> operators() {
        if (this instanceof AllOf all) {
            return all.parts.stream().flatMap(Query::operators);
        }
        if (this instanceof AnyOf any) {
            return any.parts.stream().flatMap(Query::operators);
        }
        return this instanceof Not not ? not.operator.operators() : Stream.of(this);
    }

    /** The query as one could have typed it. */
    default String print() {
        return read(QueryPrinter.INSTANCE);
    }
}
