package dev.weir.api.microblog;

/** How many followers a user has and so on. None is negative. */
public record UserCounts(long followers, long following, long posts, long listed, long likesGiven) {

    /** The counts of a user who has just signed up. */
    public static final UserCounts NONE = new UserCounts(0, 0, 0, 0, 0);
}
