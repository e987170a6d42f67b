package dev.weir.api.microblog;

/**
 * A user with counters.
 *
 * @param counts may be some seconds old
 */
public record CountedUser(User user, UserCounts counts) {

    /** The user's id. */
    public long id() {
        return user.id();
    }
}
