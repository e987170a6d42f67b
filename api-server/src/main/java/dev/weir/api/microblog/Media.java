package dev.weir.api.microblog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A picture or film attached to posts, as far as it is known.
 *
 * @param mediaKey two numbers with an underscore between
 * @param url of the file, or of the page that shows it
 * @param previewImageUrl of a film: a still picture
 * @param altText what is seen, in words
 * @param width in pixels
 * @param height in pixels
 * @param durationMillis of a film
 * @param variants of a film: its editions, JSON in the shape of the data API
 */
public record Media(
        String mediaKey,
        Type type,
        @Nullable String url,
        @Nullable String previewImageUrl,
        @Nullable String altText,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer durationMillis,
        @Nullable String variants) {

    /** What it is; clients know no other kinds. */
    public enum Type {
        PHOTO,
        VIDEO,
        ANIMATED_GIF;

        /** As the data API and the database write it. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one that is written so; empty if there is none. */
        public static Optional<Type> of(String value) {
            return Arrays.stream(values())
                    .filter(type -> type.value().equals(value))
                    .findFirst();
        }
    }
}
