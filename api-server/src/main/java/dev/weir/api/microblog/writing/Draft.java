package dev.weir.api.microblog.writing;

import org.jspecify.annotations.Nullable;

/**
 * A post as its author wants it.
 *
 * @param text at most 280 by weight (see {@link dev.weir.api.microblog.TextWeight}), not blank
 * @param replyToId the post answered; that of a repost means the post repeated
 * @param quotedId the post quoted; that of a repost means the post repeated
 */
public record Draft(
        long authorId,
        String text,
        @Nullable Long replyToId,
        @Nullable Long quotedId) {}
