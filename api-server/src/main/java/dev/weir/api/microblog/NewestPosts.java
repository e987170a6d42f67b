package dev.weir.api.microblog;

/**
 * How writers keep what each user wrote last, {@code newest_post_id} beside the counters of the user. Who adds posts sets
 * it to the greater of both ids; who removes some looks it up anew.
 */
public final class NewestPosts {

    private NewestPosts() {}

    /**
     * A statement for after posts were removed. It must follow the statement that took them from the counters of their
     * authors, in the same transaction: that one holds the rows, so that of two who remove posts of one author the second
     * looks when the first has committed.
     *
     * @param authors an array of the authors' ids, as a parameter or an expression
     */
    public static String renewed(String authors) {
        return """
                update microblog.user_counts c
                set newest_post_id = (select max(id) from microblog.posts where author_id = c.user_id)
                where user_id = any(cast(%s as bigint[]))
                    and not exists (select from microblog.posts where id = c.newest_post_id)
                """.formatted(authors);
    }
}
