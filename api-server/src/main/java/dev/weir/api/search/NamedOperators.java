package dev.weir.api.search;

import dev.weir.api.microblog.SearchTerms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the value of an operator with a name. One for each. */
final class NamedOperators {

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,15}");
    private static final Pattern USER_ID = Pattern.compile("[0-9]{1,19}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}");
    private static final Pattern BOUNDS = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");
    private static final int HUNDRED = 100;

    private final String name;
    private final String value;
    private final int position;

    /**
     * @param name in lower case
     * @param position where the value begins
     */
    NamedOperators(String name, String value, int position) {
        this.name = name;
        this.value = value;
        this.position = position;
    }

    /** The operator, if search has one of this name. */
    @Nullable
    Query ofSearch(boolean negated) throws InvalidQueryException {
        var role = OperatorNames.role(name);
        if (role.isPresent()) {
            return new Query.User(role.get(), user());
        }
        var reference = OperatorNames.reference(name);
        if (reference.isPresent()) {
            return new Query.Refers(reference.get(), postId());
        }
        var counter = OperatorNames.counter(name);
        if (counter.isPresent()) {
            return new Query.AtLeast(counter.get(), atLeast());
        }
        return switch (name) {
            case "url" -> new Query.Link(link());
            case "lang" -> new Query.Lang(language());
            case "is" -> new Query.Is(kind(negated));
            case "has" -> new Query.Has(part());
            default -> null;
        };
    }

    /** The operator, if rules have one of this name. */
    @Nullable
    RuleOperator ofRules() throws InvalidQueryException {
        Optional<RuleOperator.ProfileText> profile = RuleOperator.profileText(name);
        if (profile.isPresent()) {
            return new RuleOperator.Profile(profile.get(), words());
        }
        Optional<RuleOperator.AuthorCount> counter = RuleOperator.counter(name);
        if (counter.isPresent()) {
            return between(counter.get());
        }
        return switch (name) {
            case "min_followers" ->
                new RuleOperator.Between(RuleOperator.AuthorCount.FOLLOWERS_COUNT, atLeast(), Long.MAX_VALUE);
            case "source" -> new RuleOperator.Source(given());
            case "url_contains" -> new RuleOperator.LinkContains(given());
            case "sample" -> new RuleOperator.Sample(percent());
            default -> null;
        };
    }

    private String given() throws InvalidQueryException {
        if (value.isBlank()) {
            throw fault("expected the value of " + name + ": directly behind the colon");
        }
        return value;
    }

    private String user() throws InvalidQueryException {
        if (USERNAME.matcher(given()).matches() || USER_ID.matcher(value).matches()) {
            return value.toLowerCase(Locale.ROOT);
        }
        throw expected("a username of 1 to 15 letters, digits and _, without @, or a user id");
    }

    private long postId() throws InvalidQueryException {
        OptionalLong id = UserName.idOf(given());
        if (id.isPresent()) {
            return id.getAsLong();
        }
        throw expected("a post's id, 1 to 19 digits");
    }

    private long atLeast() throws InvalidQueryException {
        OptionalLong number = UserName.idOf(given());
        if (number.isPresent() && number.getAsLong() > 0) {
            return number.getAsLong();
        }
        throw expected("a number of at least 1");
    }

    private int percent() throws InvalidQueryException {
        OptionalLong number = UserName.idOf(given());
        if (number.isPresent() && number.getAsLong() > 0 && number.getAsLong() <= HUNDRED) {
            return (int) number.getAsLong();
        }
        throw expected("a percentage of 1 to 100");
    }

    private RuleOperator between(RuleOperator.AuthorCount counter) throws InvalidQueryException {
        Matcher bounds = BOUNDS.matcher(given());
        if (bounds.matches()) {
            long least = Long.parseLong(bounds.group(1));
            long most = bounds.group(2) == null ? Long.MAX_VALUE : Long.parseLong(bounds.group(2));
            if (least <= most) {
                return new RuleOperator.Between(counter, least, most);
            }
        }
        throw expected("a number, or two as in 100..5000, the smaller first");
    }

    private String link() throws InvalidQueryException {
        if (SearchTerms.link(given()).isEmpty()) {
            throw expected("a part of an address with letters or digits");
        }
        return value;
    }

    private String words() throws InvalidQueryException {
        if (SearchTerms.phrase(given(), Reading.STREAM.accents()).isEmpty()) {
            throw expected("letters, digits or emoji");
        }
        return value;
    }

    private String language() throws InvalidQueryException {
        String tag = given().toLowerCase(Locale.ROOT);
        if (LANGUAGE.matcher(tag).matches()) {
            return tag;
        }
        throw expected("a language tag such as en or pt");
    }

    private Query.PostKind kind(boolean negated) throws InvalidQueryException {
        Query.PostKind kind = oneOf(Query.PostKind.values(), Query.PostKind::value);
        if (kind == Query.PostKind.NULLCAST && !negated) {
            throw fault("is:nullcast can only be negated: -is:nullcast");
        }
        return kind;
    }

    private Query.PostPart part() throws InvalidQueryException {
        if (value.equalsIgnoreCase("geo")) {
            throw fault("has:geo is not served here: posts carry no places");
        }
        return value.equalsIgnoreCase("video_link")
                ? Query.PostPart.VIDEOS
                : oneOf(Query.PostPart.values(), Query.PostPart::value);
    }

    private <E> E oneOf(E[] values, Function<E, String> text) throws InvalidQueryException {
        List<E> all = Arrays.asList(values);
        for (E each : all) {
            if (text.apply(each).equalsIgnoreCase(given())) {
                return each;
            }
        }
        throw fault(name + ":" + value + " is not supported; expected one of "
                + all.stream().map(text).collect(Collectors.joining(", ")));
    }

    private InvalidQueryException expected(String what) {
        return fault(name + ": expects " + what + "; found '" + value + "'");
    }

    private InvalidQueryException fault(String message) {
        return new InvalidQueryException(position, message);
    }
}
