package dev.weir.api.microblog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@link SqlMicroblog}. A row without counters has none yet: all are 0.
 *
 * <p>Posts and users are read cell by cell, in the order in which their columns are selected here; what a statement selects
 * beside them comes after them. The joins begin at what the statement calls {@code page}, or {@code u} for users. A page that
 * was chosen by the rows themselves keeps as {@code tid} where they are, so that no index is asked for them again: within
 * one statement a row stays where it is.
 */
final class Rows {

    static final String POST_COLUMNS = """
            select p.id, p.author_id, p.created_at, p.text, p.lang, p.conversation_id, p.reply_to_id, p.reply_to_user_id,
                p.quoted_id, p.repost_of_id, p.possibly_sensitive, p.source, p.entities, p.attachments,
                c.replies, c.reposts, c.likes, c.quotes, c.bookmarks, c.impressions,
                hidden.id is null as public
            """;

    /** Whether an author is hidden is asked of the index of the few who are, which is small, and not of all users. */
    private static final String BESIDE_POSTS = """
            left join microblog.users hidden on hidden.id = p.author_id and (hidden.protected or hidden.suspended)
            left join microblog.post_counts c on c.post_id = p.id
            """;

    /** The posts of a page of ids. */
    static final String POST_JOINS = "join microblog.posts p on p.id = page.id\n" + BESIDE_POSTS;

    /** The posts of a page that has seen them. */
    static final String SEEN_POST_JOINS = "join microblog.posts p on p.ctid = page.tid\n" + BESIDE_POSTS;

    static final String USER_COLUMNS = """
            select u.id, u.username, u.name, u.created_at, u.description, u.location, u.url, u.profile_image_url, u.verified,
                u.protected, u.suspended, u.pinned_post_id, u.profile_banner_url,
                c.newest_post_id, c.followers, c.following, c.posts, c.listed, c.likes_given
            """;

    static final String USER_JOINS = "left join microblog.user_counts c on c.user_id = u.id\n";

    private Rows() {}

    static CountedPost post(ResultSet row) throws SQLException {
        var cells = new Cells(row);
        var post = new Post(
                cells.number(),
                cells.number(),
                cells.time(),
                cells.text(),
                cells.text(),
                cells.number(),
                cells.id(),
                cells.id(),
                cells.id(),
                cells.id(),
                cells.flag(),
                cells.optionalText(),
                cells.optionalText(),
                cells.optionalText());
        var counts = new PostCounts(
                cells.number(), cells.number(), cells.number(), cells.number(), cells.number(), cells.number());
        return new CountedPost(post, counts, cells.flag());
    }

    static CountedUser user(ResultSet row) throws SQLException {
        var cells = new Cells(row);
        var user = new User(
                cells.number(),
                cells.text(),
                cells.text(),
                cells.time(),
                cells.optionalText(),
                cells.optionalText(),
                cells.optionalText(),
                cells.optionalText(),
                cells.flag(),
                cells.flag(),
                cells.flag(),
                cells.id(),
                cells.optionalText(),
                cells.id());
        var counts = new UserCounts(cells.number(), cells.number(), cells.number(), cells.number(), cells.number());
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

    /** The cells of a row from the first one on. To look each up by its name took a tenth of the gateway's time for a page. */
    private static final class Cells {

        private final ResultSet row;
        private int last;

        private Cells(ResultSet row) {
            this.row = row;
        }

        /** 0 when there is none. */
        private long number() throws SQLException {
            return row.getLong(++last);
        }

        private @Nullable Long id() throws SQLException {
            long id = row.getLong(++last);
            return row.wasNull() ? null : id;
        }

        private String text() throws SQLException {
            return row.getString(++last);
        }

        private @Nullable String optionalText() throws SQLException {
            return row.getString(++last);
        }

        private boolean flag() throws SQLException {
            return row.getBoolean(++last);
        }

        private Instant time() throws SQLException {
            return row.getObject(++last, OffsetDateTime.class).toInstant();
        }
    }
}
