package dev.weir.api.endpoints;

/** The kinds of key that an endpoint serves. The wrong kind is a 403 and no limit is charged. */
public enum Tokens {
    /** A key of an app as such, and one that acts for a microblog user. */
    EITHER,
    /** Only a key of an app as such: the answer is the app's, not a user's. */
    APP_ONLY,
    /** Only a key that acts for a microblog user. */
    USER_ONLY;

    /**
     * Whether a key of this kind is served.
     *
     * @param actsForUser whether the key acts for a microblog user
     */
    public boolean serve(boolean actsForUser) {
        return switch (this) {
            case EITHER -> true;
            case APP_ONLY -> !actsForUser;
            case USER_ONLY -> actsForUser;
        };
    }
}
