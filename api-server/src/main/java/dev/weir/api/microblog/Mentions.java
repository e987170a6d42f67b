package dev.weir.api.microblog;

/**
 * How writers of posts note whom the posts mention, in the table that mentions are read from. A writer does so in the
 * transaction that adds the posts.
 */
public final class Mentions {

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
