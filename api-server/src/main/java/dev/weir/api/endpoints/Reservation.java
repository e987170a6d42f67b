package dev.weir.api.endpoints;

import java.util.List;
import java.util.Map;

/**
 * Reads from a request how many posts it may hand out at most, so that they can be reserved before it is served.
 *
 * <p>A malformed parameter reserves the least possible: the feature will refuse it anyway, and the reservation returns.
 */
@FunctionalInterface
public interface Reservation {

    /** Posts to reserve for a request with these query parameters. */
    long posts(Map<String, List<String>> query);

    /** For calls that hand out no posts. */
    static Reservation none() {
        return query -> 0;
    }

    /** For a call that hands out one post. */
    static Reservation one() {
        return query -> 1;
    }

    /** For a call that hands out one post for each id in a comma-separated parameter, 100 at most. */
    static Reservation listed(String parameter) {
        return query -> {
            List<String> values = query.getOrDefault(parameter, List.of());
            long ids = values.stream()
                    .mapToLong(value -> value.chars().filter(c -> c == ',').count() + 1)
                    .sum();
            return Math.min(Math.max(ids, 1), 100);
        };
    }

    /** For a call that hands out a page of {@code max_results} posts. */
    static Reservation page(int standard, int most) {
        return query -> {
            List<String> values = query.getOrDefault("max_results", List.of());
            if (values.isEmpty()) {
                return standard;
            }
            try {
                return Math.min(Math.max(Integer.parseInt(values.get(0)), 1), most);
            } catch (NumberFormatException e) {
                return 1;
            }
        };
    }
}
