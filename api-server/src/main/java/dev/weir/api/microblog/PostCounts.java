package dev.weir.api.microblog;

/** How often a post was answered, repeated and so on. None is negative. */
public record PostCounts(long replies, long reposts, long likes, long quotes, long bookmarks, long impressions) {

    /** The counts of a post nobody has reacted to. */
    public static final PostCounts NONE = new PostCounts(0, 0, 0, 0, 0, 0);
}
