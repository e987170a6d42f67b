package dev.weir.api.search;

import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.Users;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A query as the text index takes it, with the names of users looked up. */
public final class IndexLookup {

    private IndexLookup() {}

    /**
     * The text of a {@code tsquery}; one read of users if the query names any, else none.
     *
     * @throws dev.weir.api.microblog.MicroblogUnavailableException the users cannot be looked up
     */
    public static String of(Query query, Microblog microblog) {
        Set<String> usernames = IndexQuery.usernames(query);
        Map<String, Long> ids = new HashMap<>();
        if (!usernames.isEmpty()) {
            Users users = microblog.users(List.of(), usernames);
            usernames.forEach(
                    name -> users.byUsername(name).map(CountedUser::id).ifPresent(id -> ids.put(name, id)));
        }
        return query.read(new IndexQuery(ids));
    }
}
