package dev.weir.api.microblog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user of the microblog: an author of posts, never a customer. Counters are {@link UserCounts}.
 *
 * @param username without the at sign, {@code [A-Za-z0-9_]{1,15}}; unique whatever the case
 * @param isProtected posts are for followers only: the data API shows the profile and none of the posts
 * @param suspended neither profile nor posts are shown
 * @param profileBannerUrl the wide picture on top of the profile
 * @param newestPostId what they wrote last; not written with the user but kept beside the counters
 */
public record User(
        long id,
        String username,
        String name,
        Instant createdAt,
        @Nullable String description,
        @Nullable String location,
        @Nullable String url,
        @Nullable String profileImageUrl,
        boolean verified,
        boolean isProtected,
        boolean suspended,
        @Nullable Long pinnedPostId,
        @Nullable String profileBannerUrl,
        @Nullable Long newestPostId) {

    /** A user without banner who has not written anything. */
    public User(
            long id,
            String username,
            String name,
            Instant createdAt,
            @Nullable String description,
            @Nullable String location,
            @Nullable String url,
            @Nullable String profileImageUrl,
            boolean verified,
            boolean isProtected,
            boolean suspended,
            @Nullable Long pinnedPostId) {
        this(
                id,
                username,
                name,
                createdAt,
                description,
                location,
                url,
                profileImageUrl,
                verified,
                isProtected,
                suspended,
                pinnedPostId,
                null,
                null);
    }

    /** Whether this user's posts are shown to everyone. */
    public boolean isPublic() {
        return !isProtected && !suspended;
    }
}
