package dev.weir.api.problems;

import java.util.List;
import java.util.Map;

/**
 * One parameter at fault, as the data API's {@code errors[]} shows it.
 *
 * @param parameters the parameter's name and the values that were sent
 * @param message what was expected and what was seen
 */
public record InvalidParameter(Map<String, List<String>> parameters, String message) {

    /** The longest value that is echoed, in characters: an error must not be larger than its request. */
    private static final int LONGEST_ECHO = 100;

    /** A parameter with one value. */
    public static InvalidParameter of(String parameter, String value, String message) {
        String echo = value.length() <= LONGEST_ECHO ? value : value.substring(0, LONGEST_ECHO) + "…";
        return new InvalidParameter(Map.of(parameter, List.of(echo)), message);
    }
}
