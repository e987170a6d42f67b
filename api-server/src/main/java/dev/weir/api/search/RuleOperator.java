package dev.weir.api.search;

import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.UserCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What only rules of streams may ask: of the author at the moment of writing, and of the words' distance. */
public sealed interface RuleOperator {

    /** The operator as one could have typed it. */
    String print();

    /** The question that it puts to each post. */
    Predicate<Subject> question();

    /** A text of the author's profile. */
    enum ProfileText {
        BIO,
        BIO_NAME,
        BIO_LOCATION;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Optional<String> of(User user) {
            return Optional.ofNullable(
                    switch (this) {
                        case BIO -> user.description();
                        case BIO_NAME -> user.name();
                        case BIO_LOCATION -> user.location();
                    });
        }
    }

    /** A counter of the author. */
    enum AuthorCount {
        FOLLOWERS_COUNT,
        FOLLOWING_COUNT,
        TWEETS_COUNT,
        LISTED_COUNT;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        private long of(UserCounts counts) {
            return switch (this) {
                case FOLLOWERS_COUNT -> counts.followers();
                case FOLLOWING_COUNT -> counts.following();
                case TWEETS_COUNT -> counts.posts();
                case LISTED_COUNT -> counts.listed();
            };
        }
    }

    /**
     * Words that stand near each other, in any order.
     *
     * @param distance how many other words may stand between them, 1 to 10
     */
    record Near(String text, int distance) implements RuleOperator {
        @Override
        public String print() {
            return QueryPrinter.quoted(text) + "~" + distance;
        }

        @Override
        public Predicate<Subject> question() {
            List<SearchTerms.Term> words = SearchTerms.phrase(text, Reading.STREAM.accents());
            return subject -> subject.saysNear(words, distance);
        }
    }

    /** Words in the author's profile. */
    record Profile(ProfileText where, String text) implements RuleOperator {
        @Override
        public String print() {
            return where.value() + ":" + QueryPrinter.quoted(text);
        }

        @Override
        public Predicate<Subject> question() {
            List<SearchTerms.Term> phrase = SearchTerms.phrase(text, Reading.STREAM.accents());
            return subject -> subject.author()
                    .flatMap(author -> where.of(author.user()))
                    .filter(profile -> SearchTerms.ofText(profile, Reading.STREAM.accents())
                            .hasPhrase(phrase))
                    .isPresent();
        }
    }

    /**
     * A counter of the author within bounds, both inclusive.
     *
     * @param most {@link Long#MAX_VALUE} for no upper bound
     */
    record Between(AuthorCount counter, long least, long most) implements RuleOperator {
        @Override
        public String print() {
            return counter.value() + ":" + least + (most == Long.MAX_VALUE ? "" : ".." + most);
        }

        @Override
        public Predicate<Subject> question() {
            return subject -> subject.author()
                    .map(author -> counter.of(author.counts()))
                    .filter(count -> count >= least && count <= most)
                    .isPresent();
        }
    }

    /** Written with a client of this name; upper and lower case make no difference. */
    record Source(String client) implements RuleOperator {
        @Override
        public String print() {
            return "source:" + QueryPrinter.quoted(client);
        }

        @Override
        public Predicate<Subject> question() {
            return subject -> client.equalsIgnoreCase(subject.post().source());
        }
    }

    /** A link in the post contains this text; upper and lower case make no difference. */
    record LinkContains(String text) implements RuleOperator {
        @Override
        public String print() {
            return "url_contains:" + QueryPrinter.quoted(text);
        }

        @Override
        public Predicate<Subject> question() {
            String wanted = text.toLowerCase(Locale.ROOT);
            return subject -> subject.links().stream()
                    .anyMatch(link -> link.toLowerCase(Locale.ROOT).contains(wanted));
        }
    }

    /**
     * So many in a hundred posts, always the same ones.
     *
     * @param percent 1 to 100
     */
    record Sample(int percent) implements RuleOperator {
        /** Knuth's multiplier (TAOCP 6.4): spreads neighbouring ids, whose low bits are counters. */
        private static final long SPREAD = 0x9E3779B97F4A7C15L;

        private static final int HUNDRED = 100;

        @Override
        public String print() {
            return "sample:" + percent;
        }

        @Override
        public Predicate<Subject> question() {
            return subject -> Long.remainderUnsigned((subject.post().id() * SPREAD) >>> 32, HUNDRED) < percent;
        }
    }

    /** The author counter of this name; empty if there is none. */
    static Optional<AuthorCount> counter(String name) {
        return Arrays.stream(AuthorCount.values())
                .filter(count -> count.value().equals(name))
                .findFirst();
    }

    /** The profile text of this name; empty if there is none. */
    static Optional<ProfileText> profileText(String name) {
        return Arrays.stream(ProfileText.values())
                .filter(text -> text.value().equals(name))
                .findFirst();
    }
}
