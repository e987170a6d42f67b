package dev.weir.api.search;

import dev.weir.api.microblog.CountedUser;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A user as queries name them: all digits may be an id or a name; then either will do.
 *
 * @param name in lower case
 */
record UserName(String name, OptionalLong id) {

    static UserName of(String user) {
        return new UserName(user, IndexQuery.idOf(user));
    }

    /** Whether the user with this id is meant; {@code known} is that user, if known. */
    boolean is(long userId, @Nullable CountedUser known) {
        return (id.isPresent() && id.getAsLong() == userId)
                || (known != null && known.user().username().equalsIgnoreCase(name));
    }
}
