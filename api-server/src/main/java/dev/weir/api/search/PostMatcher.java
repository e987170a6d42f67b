package dev.weir.api.search;

import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Reference;
import dev.weir.api.microblog.SearchTerms;
import java.util.List;
import java.util.function.Predicate;

/**
 * A query that is asked of posts at hand, one after the other: what the database answers for the index, this answers for a
 * single post, and the same. Made once for each query, so that a query's text is cut into words once. Thread-safe.
 */
public final class PostMatcher {

    private final Predicate<Subject> question;

    private PostMatcher(Predicate<Subject> question) {
        this.question = question;
    }

    /** A matcher for subjects of the same reading. */
    public static PostMatcher of(Query query, Reading reading) {
        return new PostMatcher(query.read(new Questions(reading)));
    }

    /** Whether the query finds this post. Never fails, and asks nothing but the subject. */
    public boolean matches(Subject subject) {
        return question.test(subject);
    }

    /** Turns each kind of node into a question. */
    private record Questions(Reading reading) implements Query.Reader<Predicate<Subject>> {

        private List<Predicate<Subject>> all(List<Query> parts) {
            return parts.stream().map(part -> part.read(this)).toList();
        }

        @Override
        public Predicate<Subject> allOf(List<Query> parts) {
            return all(parts).stream().reduce(Predicate::and).orElse(subject -> true);
        }

        @Override
        public Predicate<Subject> anyOf(List<Query> parts) {
            return all(parts).stream().reduce(Predicate::or).orElse(subject -> false);
        }

        @Override
        public Predicate<Subject> not(Query operator) {
            return operator.read(this).negate();
        }

        @Override
        public Predicate<Subject> words(Query.Words words) {
            List<SearchTerms.Term> phrase = SearchTerms.phrase(words.text(), reading.accents());
            return subject -> subject.says(phrase);
        }

        @Override
        public Predicate<Subject> user(Query.UserRole role, String user) {
            UserName name = UserName.of(user);
            return switch (role) {
                case FROM -> subject -> subject.isBy(name);
                case TO -> subject -> subject.answers(name);
                case RETWEETS_OF -> subject -> subject.repeats(name);
            };
        }

        @Override
        public Predicate<Subject> refers(Reference reference, long postId) {
            return subject -> Long.valueOf(postId).equals(reference.of(subject.post()));
        }

        @Override
        public Predicate<Subject> link(String text) {
            List<SearchTerms.Term> phrase = SearchTerms.link(text);
            return subject -> subject.says(phrase);
        }

        @Override
        public Predicate<Subject> lang(String tag) {
            return subject -> subject.post().lang().equalsIgnoreCase(tag);
        }

        @Override
        public Predicate<Subject> is(Query.PostKind kind) {
            return switch (kind) {
                case REPLY ->
                    subject ->
                            subject.post().replyToId() != null || subject.post().replyToUserId() != null;
                case QUOTE -> subject -> subject.post().quotedId() != null;
                case RETWEET -> subject -> subject.post().repostOfId() != null;
                case VERIFIED ->
                    subject -> subject.author()
                            .filter(author -> author.user().verified())
                            .isPresent();
                case NULLCAST -> subject -> false;
            };
        }

        @Override
        public Predicate<Subject> has(Query.PostPart part) {
            String fact = "has:" + part.value();
            return subject -> subject.text().has(fact);
        }

        @Override
        public Predicate<Subject> atLeast(Counter counter, long least) {
            return subject -> counter.of(subject.counted().counts()) >= least;
        }

        @Override
        public Predicate<Subject> ofRules(RuleOperator operator) {
            return operator.question();
        }
    }
}
