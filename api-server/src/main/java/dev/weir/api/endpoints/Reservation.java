package dev.weir.api.endpoints;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Map;

/**
 * Reads from a request how many posts it may hand out at most, so that they can be reserved before it is served.
 *
 * <p>A malformed parameter reserves the least possible: the feature will refuse it anyway, and the reservation returns.
 *
 * @param rule where the number comes from
 * @param parameter the query parameter it is read from; empty where none is
 * @param standard posts when the parameter is missing
 * @param most posts at most
 */
@Immutable
public record Reservation(Rule rule, String parameter, int standard, int most) {

    /** Where the number comes from. */
    public enum Rule {
        /** Always {@code standard}. */
        FIXED,
        /** One for each item of a comma-separated parameter. */
        LISTED,
        /** The parameter is the number. */
        PAGE
    }

    private static final int LARGEST_BATCH = 100;

    /** For calls that hand out no posts. */
    static Reservation none() {
        return new Reservation(Rule.FIXED, "", 0, 0);
    }

    /** For a call that hands out one post. */
    static Reservation one() {
        return new Reservation(Rule.FIXED, "", 1, 1);
    }

    /** For a call that hands out one post for each id in a comma-separated parameter. */
    static Reservation listed(String parameter) {
        return new Reservation(Rule.LISTED, parameter, 1, LARGEST_BATCH);
    }

    /** For a call that hands out a page of {@code max_results} posts. */
    static Reservation page(int standard, int most) {
        return new Reservation(Rule.PAGE, "max_results", standard, most);
    }

    /** Posts to reserve for a request with these query parameters. */
    public long posts(Map<String, List<String>> query) {
        List<String> values = query.getOrDefault(parameter, List.of());
        return switch (rule) {
            case FIXED -> standard;
            case LISTED -> bounded(values.stream().mapToLong(Reservation::items).sum());
            case PAGE -> values.isEmpty() ? standard : number(values.get(0));
        };
    }

    private long bounded(long posts) {
        return Math.min(Math.max(posts, 1), most);
    }

    private long number(String text) {
        try {
            return bounded(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static long items(String list) {
        return list.chars().filter(c -> c == ',').count() + 1;
    }
}
