package dev.weir.api.microblog;

/** A list of posts, newest first; posts of protected and suspended authors are not in it. */
public sealed interface PostList {

    /**
     * Posts of others that mention a user or answer one; reposts do neither.
     *
     * @param depth how many of the newest can be reached at all
     */
    record MentionsOf(long userId, String username, IdRange range, int depth) implements PostList {}

    /** Posts that quote a post. */
    record QuotesOf(long postId, boolean withReplies, boolean withReposts) implements PostList {}

    /** Posts that a user likes, the one liked last first. */
    record LikedBy(long userId) implements PostList {}
}
