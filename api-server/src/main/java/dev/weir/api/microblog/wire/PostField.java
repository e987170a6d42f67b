package dev.weir.api.microblog.wire;

import java.util.Locale;

/** What of a post can be asked for with {@code tweet.fields}, in the order it is written. */
enum PostField {
    ID,
    TEXT,
    EDIT_HISTORY_TWEET_IDS,
    AUTHOR_ID,
    CREATED_AT,
    LANG,
    CONVERSATION_ID,
    IN_REPLY_TO_USER_ID,
    REFERENCED_TWEETS,
    ENTITIES,
    ATTACHMENTS,
    PUBLIC_METRICS,
    POSSIBLY_SENSITIVE,
    SOURCE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
