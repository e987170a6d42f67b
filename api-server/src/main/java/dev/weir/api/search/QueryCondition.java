package dev.weir.api.search;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.Reference;
import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.microblog.Users;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Turns a query of search into a condition for the database. Users are stored by id, so names are looked up before. */
public final class QueryCondition implements Query.Reader<Condition> {

    /** A term no post has: where a name belongs to nobody, and where nothing is kept that could be asked for. */
    private static final Condition NOTHING = term("from:");

    private final Map<String, Long> idsByUsername;

    /**
     * A reader for one query.
     *
     * @param idsByUsername ids of the users there are, by lower-case username
     */
    QueryCondition(Map<String, Long> idsByUsername) {
        this.idsByUsername = Map.copyOf(idsByUsername);
    }

    /** The condition of a query. One statement if it names users, none if not. */
    public static Condition of(Query query, Microblog microblog) {
        Set<String> usernames = usernames(query);
        Map<String, Long> ids = new HashMap<>();
        if (!usernames.isEmpty()) {
            Users users = microblog.users(List.of(), usernames);
            usernames.forEach(
                    name -> users.byUsername(name).map(CountedUser::id).ifPresent(id -> ids.put(name, id)));
        }
        return query.read(new QueryCondition(ids));
    }

    /** The names of users that a query uses, in lower case. */
    static Set<String> usernames(Query query) {
        return query.operators()
                .filter(Query.User.class::isInstance)
                .map(user -> ((Query.User) user).user())
                .collect(Collectors.toSet());
    }

    @Override
    public Condition allOf(List<Query> parts) {
        return Condition.all(read(parts));
    }

    @Override
    public Condition anyOf(List<Query> parts) {
        return Condition.any(read(parts));
    }

    private List<Condition> read(List<Query> parts) {
        return parts.stream().map(part -> part.read(this)).toList();
    }

    @Override
    public Condition not(Query operator) {
        return Condition.not(operator.read(this));
    }

    @Override
    public Condition words(Query.Words words) {
        return phrase(SearchTerms.phrase(words.text()));
    }

    @Override
    public Condition link(String text) {
        return phrase(SearchTerms.link(text));
    }

    private static Condition phrase(List<SearchTerms.Term> terms) {
        var query = new StringBuilder("(");
        int before = 0;
        for (SearchTerms.Term term : terms) {
            if (before > 0) {
                query.append(" <").append(term.position() - before).append("> ");
            }
            query.append(SearchTerms.quoted(term.lexeme()));
            before = term.position();
        }
        return new Condition.Terms(query.append(')').toString(), true);
    }

    @Override
    public Condition user(Query.UserRole role, String user) {
        return switch (role) {
            case FROM -> anyId(user, id -> term(SearchTerms.from(id)));
            case TO -> anyId(user, id -> term(SearchTerms.to(id)));
            case RETWEETS_OF -> anyId(user, Condition.RepostsOf::new);
        };
    }

    /** All digits may be an id or a name; then either will do. */
    private Condition anyId(String user, LongFunction<Condition> condition) {
        List<Condition> conditions = new ArrayList<>();
        UserName name = UserName.of(user);
        Long named = idsByUsername.get(name.name());
        if (named != null) {
            conditions.add(condition.apply(named));
        }
        name.id().ifPresent(id -> conditions.add(condition.apply(id)));
        return conditions.isEmpty() ? NOTHING : Condition.any(conditions);
    }

    @Override
    public Condition refers(Reference reference, long postId) {
        return new Condition.Refers(reference, postId);
    }

    @Override
    public Condition lang(String tag) {
        return term(SearchTerms.lang(tag));
    }

    @Override
    public Condition is(Query.PostKind kind) {
        return switch (kind) {
            case REPLY, RETWEET, QUOTE -> term("is:" + kind.value());
            case VERIFIED -> new Condition.ByVerified();
            case NULLCAST -> NOTHING;
        };
    }

    @Override
    public Condition has(Query.PostPart part) {
        return term("has:" + part.value());
    }

    @Override
    public Condition atLeast(Counter counter, long least) {
        return new Condition.AtLeast(counter, least);
    }

    @Override
    public Condition ofRules(RuleOperator operator) {
        throw new IllegalStateException("the parser lets no operator of rules into a search: " + operator.print());
    }

    private static Condition term(String lexeme) {
        return new Condition.Terms(SearchTerms.quoted(lexeme), true);
    }
}
