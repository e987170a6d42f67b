package dev.weir.api.microblog.writing;

import org.jspecify.annotations.Nullable;

/**
 * A post as its author wants it.
 *
 * @param text at most 280 by weight (see {@link dev.weir.api.microblog.TextWeight}), not blank
 * @param replyToId the post answered; that of a repost means the post repeated
 * @param quotedId the post quoted; that of a repost means the post repeated
 * @param appId the app that writes it, whose name becomes the post's source; null for none
 */
public record Draft(
        long authorId,
        String text,
        @Nullable Long replyToId,
        @Nullable Long quotedId,
        @Nullable Long appId) {}
