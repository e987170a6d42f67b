package dev.weir.api.microblog;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Users that were found, by id and by username. */
public final class Users {

    private final Map<Long, CountedUser> byId = new HashMap<>();
    private final Map<String, CountedUser> byUsername = new HashMap<>();

    public Users(Collection<CountedUser> found) {
        for (CountedUser user : found) {
            byId.put(user.id(), user);
            byUsername.put(key(user.user().username()), user);
        }
    }

    /** The user with this id; empty when there is none. */
    public Optional<CountedUser> byId(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The user of this name, whatever its case; empty when there is none. */
    public Optional<CountedUser> byUsername(String username) {
        return Optional.ofNullable(byUsername.get(key(username)));
    }

    /** All that were found, in no order. */
    public Collection<CountedUser> all() {
        return byId.values();
    }

    /** What makes two spellings of a username the same. */
    public static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
