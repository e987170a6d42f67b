package dev.weir.api.microblog;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A list of users, by when they did what put them there, the last first. What protected users do is not public, and
 * suspended users are not shown: neither are in it.
 */
public sealed interface UserList {

    /** Who reposted a post; who did so twice is there once. */
    record RepostersOf(long postId) implements UserList {}

    /** Who likes a post. */
    record LikersOf(long postId) implements UserList {}

    /** Who follows a user. */
    record FollowersOf(long userId) implements UserList {}

    /** Whom a user follows. */
    record FollowedBy(long userId) implements UserList {}

    /**
     * Who is called so: the user of exactly this username, then by age of the account all in whose username and name every
     * word of the query begins a word.
     *
     * @param username in lower case
     * @param words text of a {@code tsquery}
     */
    record Called(String username, String words) implements UserList {

        /**
         * The list for a query.
         *
         * @param query of {@code A-Z a-z 0-9 _ '} and spaces
         */
        public static Called of(String query) {
            String folded = query.toLowerCase(Locale.ROOT);
            return new Called(
                    folded.strip(),
                    Arrays.stream(folded.split("[^a-z0-9_]+"))
                            .filter(word -> !word.isEmpty())
                            .map(word -> "'" + word + "':*")
                            .collect(Collectors.joining(" & ")));
        }

        /** Whether there is anything to look for. */
        public boolean isEmpty() {
            return words.isEmpty();
        }
    }
}
