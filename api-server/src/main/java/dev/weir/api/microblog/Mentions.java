package dev.weir.api.microblog;

/**
 * How writers of posts note whom the posts mention, in the table that mentions are read from. A writer does so in the
 * transaction that adds the posts.
 */
public final class Mentions {

    /**
     * A statement that gives posts that mention some names the ids of those who now bear them; its one parameter, a
     * {@code text[]}, has the names in lower case. An id that a post has stays: it tells who was meant. A writer of users
     * runs it in the transaction that gives them their names.
     */
    public static final String LEARN_IDS = """
            with known as (
                select p.id, microblog.with_mentioned_ids(p.entities) as entities from microblog.posts p
                where p.id in (select m.post_id from microblog.mentions m where m.username = any(?))
                and p.entities is distinct from microblog.with_mentioned_ids(p.entities)
                order by p.id for no key update)
            update microblog.posts p set entities = known.entities from known where p.id = known.id""";

    private Mentions() {}

    /**
     * A statement that notes the mentions of posts; reposts mention nobody.
     *
     * @param posts a table, CTE or subquery of posts, with {@code id}, {@code repost_of_id} and {@code entities}
     */
    public static String of(String posts) {
        return "insert into microblog.mentions (username, post_id) select m.username, p.id from " + posts
                + " p cross join lateral microblog.mentioned(p.entities) m where p.repost_of_id is null"
                + " on conflict do nothing";
    }
}
