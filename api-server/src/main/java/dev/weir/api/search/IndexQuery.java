package dev.weir.api.search;

import dev.weir.api.microblog.SearchTerms;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns a query into one look-up of the full-text index, as the text of a {@code tsquery}.
 *
 * <p>Authors are indexed by id, so the names a query uses must be looked up before: {@link #usernames} says which.
 */
final class IndexQuery implements Query.Reader<String> {

    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");
    /** A term no post has: where a name belongs to nobody. */
    private static final String NOTHING = SearchTerms.quoted("from:");

    private final Map<String, Long> idsByUsername;

    /**
     * A reader for one query.
     *
     * @param idsByUsername ids of the users there are, by lower-case username
     */
    IndexQuery(Map<String, Long> idsByUsername) {
        this.idsByUsername = Map.copyOf(idsByUsername);
    }

    /** The names of users that a query uses, in lower case. */
    static Set<String> usernames(Query query) {
        var names = new Usernames();
        query.read(names);
        return names.found;
    }

    @Override
    public String allOf(List<Query> parts) {
        return joined(parts, " & ");
    }

    @Override
    public String anyOf(List<Query> parts) {
        return joined(parts, " | ");
    }

    private String joined(List<Query> parts, String operator) {
        return parts.stream().map(part -> part.read(this)).collect(Collectors.joining(operator, "(", ")"));
    }

    @Override
    public String not(Query operator) {
        return "!" + operator.read(this);
    }

    @Override
    public String words(Query.Words words) {
        var query = new StringBuilder("(");
        int before = 0;
        for (SearchTerms.Term term : SearchTerms.phrase(words.text())) {
            if (before > 0) {
                query.append(" <").append(term.position() - before).append("> ");
            }
            query.append(SearchTerms.quoted(term.lexeme()));
            before = term.position();
        }
        return query.append(')').toString();
    }

    @Override
    public String from(String user) {
        return user(user, SearchTerms::from);
    }

    @Override
    public String to(String user) {
        return user(user, SearchTerms::to);
    }

    /** All digits may be an id or a name; then either will do. */
    private String user(String user, LongFunction<String> term) {
        List<String> terms = new ArrayList<>();
        Long named = idsByUsername.get(user);
        if (named != null) {
            terms.add(SearchTerms.quoted(term.apply(named)));
        }
        idOf(user).ifPresent(id -> terms.add(SearchTerms.quoted(term.apply(id))));
        return terms.isEmpty() ? NOTHING : terms.stream().collect(Collectors.joining(" | ", "(", ")"));
    }

    /** The id that digits are; empty for a name. */
    static OptionalLong idOf(String user) {
        return ID.matcher(user).matches() && isLong(user)
                ? OptionalLong.of(Long.parseLong(user))
                : OptionalLong.empty();
    }

    private static boolean isLong(String digits) {
        return digits.length() < 19 || digits.compareTo(Long.toString(Long.MAX_VALUE)) <= 0;
    }

    @Override
    public String lang(String tag) {
        return SearchTerms.quoted(SearchTerms.lang(tag));
    }

    @Override
    public String is(Query.PostKind kind) {
        return SearchTerms.quoted("is:" + kind.value());
    }

    @Override
    public String has(Query.PostPart part) {
        return SearchTerms.quoted("has:" + part.value());
    }

    private static final class Usernames implements Query.Reader<Set<String>> {

        private final Set<String> found = new LinkedHashSet<>();

        @Override
        public Set<String> allOf(List<Query> parts) {
            parts.forEach(part -> part.read(this));
            return found;
        }

        @Override
        public Set<String> anyOf(List<Query> parts) {
            return allOf(parts);
        }

        @Override
        public Set<String> not(Query operator) {
            return operator.read(this);
        }

        @Override
        public Set<String> from(String user) {
            found.add(user);
            return found;
        }

        @Override
        public Set<String> to(String user) {
            return from(user);
        }

        @Override
        public Set<String> words(Query.Words words) {
            return found;
        }

        @Override
        public Set<String> lang(String tag) {
            return found;
        }

        @Override
        public Set<String> is(Query.PostKind kind) {
            return found;
        }

        @Override
        public Set<String> has(Query.PostPart part) {
            return found;
        }
    }
}
