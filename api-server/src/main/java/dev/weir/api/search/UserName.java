package dev.weir.api.search;

import dev.weir.api.microblog.CountedUser;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user as queries name them: all digits may be an id or a name; then either will do.
 *
 * @param name in lower case
 */
record UserName(String name, OptionalLong id) {

    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");
    private static final int DIGITS_OF_LARGEST = 19;

    static UserName of(String user) {
        return new UserName(user, idOf(user));
    }

    /** The id that digits are; empty for anything else, and beyond the largest. */
    static OptionalLong idOf(String text) {
        boolean isId = ID.matcher(text).matches()
                && (text.length() < DIGITS_OF_LARGEST || text.compareTo(Long.toString(Long.MAX_VALUE)) <= 0);
        return isId ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Whether the user with this id is meant; {@code known} is that user, if known. */
    boolean is(long userId, @Nullable CountedUser known) {
        return (id.isPresent() && id.getAsLong() == userId)
                || (known != null && known.user().username().equalsIgnoreCase(name));
    }
}
