package dev.weir.api.microblog;

import org.jspecify.annotations.Nullable;

/** How a post refers to another. */
public enum Reference {
    /** Is part of the conversation that the other began. */
    CONVERSATION,
    /** Answers it. */
    REPLIED_TO,
    /** Repeats it. */
    REPOSTED,
    /** Quotes it. */
    QUOTED;

    /** The post that this one refers to so; null if to none. */
    public @Nullable Long of(Post post) {
        return switch (this) {
            case CONVERSATION -> (Long) post.conversationId();
            case REPLIED_TO -> post.replyToId();
            case REPOSTED -> post.repostOfId();
            case QUOTED -> post.quotedId();
        };
    }
}
