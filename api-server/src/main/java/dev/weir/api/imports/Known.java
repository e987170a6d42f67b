package dev.weir.api.imports;

import java.util.Map;
import java.util.Set;

/**
 * What the database knows of the users and posts that a batch names.
 *
 * @param users ids that exist
 * @param usernames in lower case, with the id of the user who has it
 * @param posts ids with the id of the author
 */
record Known(Set<Long> users, Map<String, Long> usernames, Map<Long, Long> posts) {

    Known {
        users = Set.copyOf(users);
        usernames = Map.copyOf(usernames);
        posts = Map.copyOf(posts);
    }
}
