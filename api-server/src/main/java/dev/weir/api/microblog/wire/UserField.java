package dev.weir.api.microblog.wire;

import java.util.Locale;

/** What of a user can be asked for with {@code user.fields}, in the order it is written. */
enum UserField {
    ID,
    NAME,
    USERNAME,
    CREATED_AT,
    DESCRIPTION,
    LOCATION,
    URL,
    PROFILE_IMAGE_URL,
    PROFILE_BANNER_URL,
    ENTITIES,
    PINNED_TWEET_ID,
    MOST_RECENT_TWEET_ID,
    PROTECTED,
    VERIFIED,
    PUBLIC_METRICS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
