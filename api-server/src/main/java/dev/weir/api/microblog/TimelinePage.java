package dev.weir.api.microblog;

/**
 * Asks for a page of one author's posts.
 *
 * @param limit posts at most
 * @param order {@link Order#NEWEST} takes the posts nearest to the end of the range, {@link Order#OLDEST} those nearest to
 *     its beginning; both are handed out newest first
 * @param depth how many of the author's newest posts can be reached at all
 */
public record TimelinePage(
        long authorId, IdRange range, Order order, int limit, int depth, boolean withReplies, boolean withReposts) {

    /** From which end of the range the page is taken. */
    public enum Order {
        NEWEST,
        OLDEST
    }
}
