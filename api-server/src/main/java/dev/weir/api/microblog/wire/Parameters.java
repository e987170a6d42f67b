package dev.weir.api.microblog.wire;

import dev.weir.api.problems.InvalidParameter;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The parameters of a request, read and judged one by one; {@link #check} then refuses the request with all that was wrong
 * at once. What is read before that has harmless stand-ins for wrong values. Not thread-safe.
 */
public final class Parameters {

    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,15}");
    private static final int MOST_ITEMS = 100;

    private final Map<String, List<String>> query;
    private final List<InvalidParameter> faults = new ArrayList<>();

    private Parameters(Map<String, List<String>> query) {
        this.query = query;
    }

    /**
     * The query parameters of a request.
     *
     * @param known all that the endpoint takes; others are refused, because a misspelt one would silently do nothing
     */
    public static Parameters of(UriInfo uri, Set<String> known) {
        return of(uri.getQueryParameters(), known);
    }

    /** The same of parameters that are decoded already. */
    public static Parameters of(Map<String, List<String>> query, Set<String> known) {
        var parameters = new Parameters(query);
        parameters.query.forEach((name, values) -> {
            if (!known.contains(name)) {
                parameters.refuse(
                        name,
                        values.isEmpty() ? "" : values.get(0),
                        "The query parameter [" + shortened(name) + "] is not one of " + list(known)
                                + (known.isEmpty() ? ": this endpoint takes none" : ""));
            }
        });
        return parameters;
    }

    /** Notes a fault. */
    public void refuse(String parameter, String value, String message) {
        faults.add(InvalidParameter.of(parameter, value, message));
    }

    /** Ends the request with all faults found so far; does nothing if there are none. */
    public void check() {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalidRequest(faults));
        }
    }

    /** A parameter that is given once and not empty; empty where it is missing. */
    public Optional<String> one(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            refuse(name, values.get(1), "The query parameter [" + name + "] was given " + values.size() + " times");
            return Optional.empty();
        }
        if (values.get(0).isEmpty()) {
            refuse(name, "", "The query parameter [" + name + "] can not be empty");
            return Optional.empty();
        }
        return Optional.of(values.get(0));
    }

    /** A parameter that must be given. */
    public String required(String name) {
        if (!query.containsKey(name)) {
            refuse(name, "", "The query parameter [" + name + "] is missing");
        }
        return one(name).orElse("");
    }

    /** The items of a comma-separated parameter, which may be given more than once; each item once, in order. */
    public Set<String> items(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        Set<String> items = new LinkedHashSet<>();
        for (String value : values) {
            for (String item : value.split(",", -1)) {
                if (item.isBlank()) {
                    refuse(name, value, "The query parameter [" + name + "] can not have empty items");
                } else {
                    items.add(item.strip());
                }
            }
        }
        return items;
    }

    /** One to 100 ids, each once, in order, with the text they were given as. */
    public Map<Long, String> ids(String name, Set<String> items) {
        Map<Long, String> ids = new LinkedHashMap<>();
        if (isBatch(name, items)) {
            items.forEach(item -> ids.putIfAbsent(id(name, item), item));
        }
        return ids;
    }

    /** One to 100 usernames in lower case, each once, in order, with the text they were given as. */
    public Map<String, String> usernames(String name, Set<String> items) {
        Map<String, String> usernames = new LinkedHashMap<>();
        if (isBatch(name, items)) {
            items.forEach(item -> usernames.putIfAbsent(username(name, item).toLowerCase(Locale.ROOT), item));
        }
        return usernames;
    }

    private boolean isBatch(String name, Set<String> items) {
        if (items.isEmpty() && !query.containsKey(name)) {
            refuse(name, "", "The query parameter [" + name + "] is missing: expected 1 to 100 comma-separated values");
        }
        if (items.size() > MOST_ITEMS) {
            refuse(
                    name,
                    Integer.toString(items.size()),
                    "The number of values in the `" + name + "` query parameter list [" + items.size()
                            + "] is not between 1 and " + MOST_ITEMS);
        }
        return items.size() <= MOST_ITEMS;
    }

    /** A parameter of several choices; a value that is none of them is a fault. */
    public Set<String> choices(String name, Set<String> choices) {
        Set<String> items = items(name);
        items.stream().filter(item -> !choices.contains(item)).forEach(item -> refuseChoice(name, item, choices));
        return items;
    }

    /** A parameter of one choice. */
    public String choice(String name, String standard, Set<String> choices) {
        String choice = one(name).orElse(standard);
        if (!choices.contains(choice)) {
            refuseChoice(name, choice, choices);
        }
        return choice;
    }

    private void refuseChoice(String name, String value, Set<String> choices) {
        refuse(
                name,
                value,
                "The `" + name + "` query parameter value [" + shortened(value) + "] is not one of "
                        + list(new TreeSet<>(choices)));
    }

    /** Notes that a page token is not one of this list's. */
    public void refuseToken(String name, String token) {
        refuse(
                name,
                token,
                "The `" + name
                        + "` is not a token of this list: use one from `meta` of the page before, unchanged, with the"
                        + " same request");
    }

    /** An id; 0 and a fault if it is none. */
    public long id(String name, String value) {
        if (!ID.matcher(value).matches()) {
            refuse(name, value, "The `" + name + "` value [" + shortened(value) + "] does not match ^[0-9]{1,19}$");
            return 0;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            refuse(name, value, "The `" + name + "` value [" + value + "] is beyond the largest id, " + Long.MAX_VALUE);
            return 0;
        }
    }

    /** A username; a fault if it is none. */
    public String username(String name, String value) {
        if (!USERNAME.matcher(value).matches()) {
            refuse(
                    name,
                    value,
                    "The `" + name + "` value [" + shortened(value) + "] does not match ^[A-Za-z0-9_]{1,15}$");
        }
        return value;
    }

    /** An id parameter; empty where it is missing. */
    public OptionalLong optionalId(String name) {
        return one(name).map(value -> OptionalLong.of(id(name, value))).orElse(OptionalLong.empty());
    }

    /** A number within bounds, both inclusive. */
    public int number(String name, int least, int most, int standard) {
        Optional<String> value = one(name);
        if (value.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below: not a number and not in range are the same to the caller.
        }
        refuse(
                name,
                value.get(),
                "The `" + name + "` query parameter value [" + shortened(value.get()) + "] is not a number between "
                        + least + " and " + most);
        return standard;
    }

    /** A moment, {@code YYYY-MM-DDTHH:mm:ssZ}; fractions and offsets are understood too. */
    public Optional<Instant> time(String name) {
        return one(name).flatMap(value -> {
            try {
                // A raw plus sign of an offset has been decoded to a space.
                return Optional.of(OffsetDateTime.parse(value.replace(' ', '+')).toInstant());
            } catch (DateTimeException e) {
                refuse(
                        name,
                        value,
                        "The `" + name + "` query parameter value [" + shortened(value)
                                + "] is not a time of the form YYYY-MM-DDTHH:mm:ssZ");
                return Optional.empty();
            }
        });
    }

    /** A list of names for a message. */
    static String list(Set<String> names) {
        return "[" + String.join(",", names) + "]";
    }

    private static final int LONGEST_ECHO = 60;

    /** A value for a message, which must not be larger than its request. */
    static String shortened(String value) {
        return value.length() <= LONGEST_ECHO ? value : value.substring(0, LONGEST_ECHO) + "…";
    }
}
