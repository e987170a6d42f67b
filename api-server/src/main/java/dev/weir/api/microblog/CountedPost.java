package dev.weir.api.microblog;

/**
 * A post with its counters and whether it may be shown.
 *
 * @param counts may be some seconds old
 * @param isPublic false when the author is protected or suspended: then the post exists, but not for the data API
 */
public record CountedPost(Post post, PostCounts counts, boolean isPublic) {

    /** The post's id. */
    public long id() {
        return post.id();
    }
}
