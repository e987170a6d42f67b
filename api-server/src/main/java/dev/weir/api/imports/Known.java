package dev.weir.api.imports;

import java.util.Map;
import java.util.Set;

/**
 * What the database knows of what a batch names.
 *
 * @param users ids that exist, with the username
 * @param usernames in lower case, with the id of the user who has it
 * @param posts ids with the id of the author
 * @param happened what happened elsewhere, by URI
 */
record Known(
        Map<Long, String> users, Map<String, Long> usernames, Map<Long, Long> posts, Map<String, Happened> happened) {

    /**
     * The latest that is known to have happened to something, in microseconds since 1970; -1 if it never did.
     *
     * @param removed when it was removed, or its owner purged
     * @param renewed when it was changed
     */
    record Happened(long removed, long renewed) {

        static final Happened NEVER = new Happened(-1, -1);
    }

    Known {
        users = Map.copyOf(users);
        usernames = Map.copyOf(usernames);
        posts = Map.copyOf(posts);
        happened = Map.copyOf(happened);
    }

    /** The ids of the users there are. */
    Set<Long> userIds() {
        return users.keySet();
    }
}
