package dev.weir.api.microblog.wire;

import java.util.Locale;

/** What of a picture or film can be asked for with {@code media.fields}, in the order it is written. */
enum MediaField {
    MEDIA_KEY,
    TYPE,
    URL,
    PREVIEW_IMAGE_URL,
    ALT_TEXT,
    WIDTH,
    HEIGHT,
    DURATION_MS,
    VARIANTS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
