package dev.weir.api.microblog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@link SqlMicroblog}. A row without counters has none yet: all are 0. */
final class Rows {

    private Rows() {}

    static CountedPost post(ResultSet row) throws SQLException {
        var post = new Post(
                row.getLong("id"),
                row.getLong("author_id"),
                instant(row, "created_at"),
                row.getString("text"),
                row.getString("lang"),
                row.getLong("conversation_id"),
                id(row, "reply_to_id"),
                id(row, "reply_to_user_id"),
                id(row, "quoted_id"),
                id(row, "repost_of_id"),
                row.getBoolean("possibly_sensitive"),
                row.getString("source"),
                row.getString("entities"),
                row.getString("attachments"));
        var counts = new PostCounts(
                row.getLong("replies"),
                row.getLong("reposts"),
                row.getLong("likes"),
                row.getLong("quotes"),
                row.getLong("bookmarks"),
                row.getLong("impressions"));
        return new CountedPost(post, counts, row.getBoolean("public"));
    }

    static CountedUser user(ResultSet row) throws SQLException {
        var user = new User(
                row.getLong("id"),
                row.getString("username"),
                row.getString("name"),
                instant(row, "created_at"),
                row.getString("description"),
                row.getString("location"),
                row.getString("url"),
                row.getString("profile_image_url"),
                row.getBoolean("verified"),
                row.getBoolean("protected"),
                row.getBoolean("suspended"),
                id(row, "pinned_post_id"),
                row.getString("profile_banner_url"),
                id(row, "newest_post_id"));
        var counts = new UserCounts(
                row.getLong("followers"),
                row.getLong("following"),
                row.getLong("posts"),
                row.getLong("listed"),
                row.getLong("likes_given"));
        return new CountedUser(user, counts);
    }

    static Media media(ResultSet row) throws SQLException {
        return new Media(
                row.getString("media_key"),
                Media.Type.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getString("url"),
                row.getString("preview_image_url"),
                row.getString("alt_text"),
                row.getObject("width", Integer.class),
                row.getObject("height", Integer.class),
                row.getObject("duration_ms", Integer.class),
                row.getString("variants"));
    }

    static Poll poll(ResultSet row) throws SQLException {
        OffsetDateTime ends = row.getObject("end_datetime", OffsetDateTime.class);
        return new Poll(
                row.getLong("id"),
                row.getString("options"),
                row.getObject("duration_minutes", Integer.class),
                ends == null ? null : ends.toInstant(),
                row.getBoolean("open"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : id;
    }
}
