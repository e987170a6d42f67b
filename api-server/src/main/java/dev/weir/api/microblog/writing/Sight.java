package dev.weir.api.microblog.writing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What a user who writes can refer to: the posts it may see. One statement each, within the caller's transaction. */
final class Sight {

    private static final String USER = "select not suspended from microblog.users where id = :user";

    private static final String POSTS = """
            select asked.id as asked, p.id, p.author_id, p.conversation_id, p.text, p.lang, u.username
            from microblog.posts asked
            join microblog.posts p on p.id = coalesce(asked.repost_of_id, asked.id)
            join microblog.users u on u.id = p.author_id
            where asked.id = any(cast(:ids as bigint[])) and not u.suspended and (not u.protected or u.id = :user)
            order by p.id for\s
            """;

    /** How a post is held until the transaction ends. */
    enum Hold {
        /** It cannot be deleted meanwhile. */
        KEPT("key share of p"),
        /** It cannot be deleted meanwhile, and nobody else gets it this way. */
        ALONE("no key update of p");

        private final String sql;

        Hold(String lock) {
            this.sql = POSTS.strip() + " " + lock;
        }
    }

    /**
     * A post that can be referred to.
     *
     * @param asked the id it was asked for by: its own, or that of a repost of it
     * @param username of its author
     */
    record Seen(long asked, long id, long authorId, long conversationId, String text, String lang, String username) {}

    private Sight() {}

    /** Whether the user is here and not suspended. */
    static boolean mayWrite(Handle handle, long user) {
        return handle.createQuery(USER)
                .bind("user", user)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Those of these posts that the user can see, by the id asked for; in place of a repost the post that it repeats. */
    static Map<Long, Seen> posts(Handle handle, long user, List<Long> ids, Hold hold) {
        return handle
                .createQuery(hold.sql)
                .bind("ids", PostRows.array(ids))
                .bind("user", user)
                .map((row, context) -> new Seen(
                        row.getLong("asked"),
                        row.getLong("id"),
                        row.getLong("author_id"),
                        row.getLong("conversation_id"),
                        row.getString("text"),
                        row.getString("lang"),
                        row.getString("username")))
                .stream()
                .collect(Collectors.toMap(Seen::asked, post -> post));
    }
}
