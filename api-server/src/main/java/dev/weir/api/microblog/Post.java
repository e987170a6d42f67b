package dev.weir.api.microblog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One microblog entry as written; its counters are {@link PostCounts}.
 *
 * @param id snowflake; for entries older than November 2010 the small id of old
 * @param createdAt to the millisecond; agrees with the id where that is a snowflake
 * @param text as it was stored, HTML entities of old archives included
 * @param lang BCP 47 tag, {@code und} where unknown
 * @param conversationId the first post of the conversation; the post's own id when it starts one
 * @param replyToId the post answered, which may not be stored here
 * @param replyToUserId the user answered, known even where the post is not
 * @param quotedId the post quoted
 * @param repostOfId the post repeated
 * @param source the client it was written with
 * @param entities JSON in the shape of the data API (see {@link Entities}); null when there are none
 * @param attachments JSON in the shape of the data API (see {@link Attachments}); null when there are none
 */
public record Post(
        long id,
        long authorId,
        Instant createdAt,
        String text,
        String lang,
        long conversationId,
        @Nullable Long replyToId,
        @Nullable Long replyToUserId,
        @Nullable Long quotedId,
        @Nullable Long repostOfId,
        boolean possiblySensitive,
        @Nullable String source,
        @Nullable String entities,
        @Nullable String attachments) {

    public Post {
        if (id < 0 || authorId < 0) {
            throw new IllegalArgumentException("ids must not be negative, were " + id + " by " + authorId);
        }
    }

    /** A post without attachments. */
    public Post(
            long id,
            long authorId,
            Instant createdAt,
            String text,
            String lang,
            long conversationId,
            @Nullable Long replyToId,
            @Nullable Long replyToUserId,
            @Nullable Long quotedId,
            @Nullable Long repostOfId,
            boolean possiblySensitive,
            @Nullable String source,
            @Nullable String entities) {
        this(
                id,
                authorId,
                createdAt,
                text,
                lang,
                conversationId,
                replyToId,
                replyToUserId,
                quotedId,
                repostOfId,
                possiblySensitive,
                source,
                entities,
                null);
    }
}
