package dev.weir.api.microblog;

/** A counter of a post that queries may ask for. */
public enum Counter {
    LIKES,
    REPLIES,
    REPOSTS;

    /** This counter's value. */
    public long of(PostCounts counts) {
        return switch (this) {
            case LIKES -> counts.likes();
            case REPLIES -> counts.replies();
            case REPOSTS -> counts.reposts();
        };
    }
}
