package dev.weir.api.imports;

import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.User;
import org.jspecify.annotations.Nullable;

/** How a post and a user are written into a COPY: the columns, and their values in the same order. */
public final class MicroblogRows {

    /** Columns of a post, as {@link #post} fills them. */
    public static final String POST_COLUMNS = """
            id, author_id, created_at, text, lang, conversation_id, reply_to_id, reply_to_user_id,
            quoted_id, repost_of_id, possibly_sensitive, source, entities, attachments, search""";

    /** Columns of a user, as {@link #user} fills them. */
    public static final String USER_COLUMNS = """
            id, username, name, created_at, description, location, url, profile_image_url, verified,
            protected, suspended, profile_banner_url, pinned_post_id""";

    private MicroblogRows() {}

    /** Begins a row with a post. The caller adds what it has beside, and ends the row. */
    public static CopyRows post(CopyRows rows, Post post, String terms) {
        return rows.number(post.id())
                .number(post.authorId())
                .time(post.createdAt().toEpochMilli())
                .text(post.text())
                .text(post.lang())
                .number(post.conversationId())
                .number(post.replyToId())
                .number(post.replyToUserId())
                .number(post.quotedId())
                .number(post.repostOfId())
                .flag(post.possiblySensitive())
                .text(post.source())
                .text(post.entities())
                .text(post.attachments())
                .text(terms);
    }

    /** Begins a row with a user. The caller adds what it has beside, and ends the row. */
    public static CopyRows user(CopyRows rows, User user, @Nullable Long pinnedPostId) {
        return rows.number(user.id())
                .text(user.username())
                .text(user.name())
                .time(user.createdAt().toEpochMilli())
                .text(user.description())
                .text(user.location())
                .text(user.url())
                .text(user.profileImageUrl())
                .flag(user.verified())
                .flag(user.isProtected())
                .flag(user.suspended())
                .text(user.profileBannerUrl())
                .number(pinnedPostId);
    }
}
