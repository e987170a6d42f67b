package dev.weir.api.imports;

import dev.weir.api.microblog.Users;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the import asks the database: what there is already, what waits, which conversation a reply belongs to. */
final class Stock {

    private static final String USERS = "select id, username from microblog.users where id = any(?)";

    private static final String USERNAMES =
            "select lower(username), id from microblog.users where lower(username) = any(?)";

    private static final String POSTS = "select id, author_id from microblog.posts where id = any(?)";

    private static final String HAPPENED = """
            select uri, coalesce(removed_us, -1) as removed, coalesce(renewed_us, -1) as renewed
            from microblog.origins where uri = any(?) and (removed_us is not null or renewed_us is not null)""";

    private static final String WAITING = """
            select place, source, line, json from (
                select *, sum(length(json)) over (order by place) as characters, row_number() over (order by place) as row
                from (select * from import_waiting where place > ? order by place limit ?) page
            ) measured where row = 1 or characters < 4194304 order by place""";

    // A reply to a post that is a reply itself waits for the conversation of that one; where the walk up ends at a post
    // that is not here, that post's id names the conversation. Two posts that answer each other keep each other's id.
    private static final String FIND_CONVERSATIONS = """
            create temp table import_open on commit drop as
                select p.id, p.reply_to_id as parent
                from (select distinct post_id from import_replies) r
                join microblog.posts p on p.id = r.post_id
                where p.conversation_id = p.reply_to_id;
            create index on import_open (id);
            create index on import_open (parent);
            analyze import_open;
            with recursive found as (
                select o.id, coalesce(parent.conversation_id, o.parent) as conversation_id
                from import_open o left join microblog.posts parent on parent.id = o.parent
                where not exists (select from import_open up where up.id = o.parent)
                union all
                select o.id, found.conversation_id from found join import_open o on o.parent = found.id
            )
            update microblog.posts p set conversation_id = found.conversation_id
            from found where p.id = found.id and p.conversation_id <> found.conversation_id;""";

    /**
     * Posts that wait for their authors.
     *
     * @param place of the last of them
     */
    record Waiting(long place, List<Place> places) {

        /** A line that waits. */
        record Place(int source, long line, String json) {}
    }

    private final Connection connection;

    Stock(Connection connection) {
        this.connection = connection;
    }

    Known known(List<Item> items) throws SQLException {
        Set<Long> users = new HashSet<>();
        Set<String> usernames = new HashSet<>();
        Set<Long> posts = new HashSet<>();
        Set<String> uris = new HashSet<>();
        for (var item : items) {
            for (var entry : item.entries()) {
                users.addAll(Sifted.userIds(entry));
                if (entry instanceof Entry.OfEvent event) {
                    uris.add(event.event().uri());
                    uris.add(event.event().actor());
                }
                var what = Sifted.inner(entry);
                if (what instanceof Entry.OfUser user) {
                    usernames.add(Users.key(user.user().username()));
                } else if (what instanceof Entry.OfPost post) {
                    posts.add(post.post().id());
                } else if (what instanceof Entry.Renewal renewal) {
                    renewal.username().map(Users::key).ifPresent(usernames::add);
                }
            }
        }
        Map<Long, String> knownUsers = new HashMap<>();
        Map<String, Long> knownUsernames = new HashMap<>();
        Map<Long, Long> knownPosts = new HashMap<>();
        Map<String, Known.Happened> happened = new HashMap<>();
        each(USERS, "bigint", users, row -> knownUsers.put(row.getLong(1), row.getString(2)));
        each(USERNAMES, "text", usernames, row -> knownUsernames.put(row.getString(1), row.getLong(2)));
        each(POSTS, "bigint", posts, row -> knownPosts.put(row.getLong(1), row.getLong(2)));
        each(
                HAPPENED,
                "text",
                uris,
                row -> happened.put(row.getString(1), new Known.Happened(row.getLong(2), row.getLong(3))));
        return new Known(knownUsers, knownUsernames, knownPosts, happened);
    }

    /** The next posts that wait, in the order they came, at most so many; none at the end. */
    Waiting waiting(long after, int limit) throws SQLException {
        try (var query = connection.prepareStatement(WAITING)) {
            query.setLong(1, after);
            query.setInt(2, limit);
            try (var rows = query.executeQuery()) {
                List<Waiting.Place> places = new ArrayList<>();
                long last = after;
                while (rows.next()) {
                    last = rows.getLong("place");
                    places.add(new Waiting.Place(rows.getInt("source"), rows.getLong("line"), rows.getString("json")));
                }
                return new Waiting(last, places);
            }
        }
    }

    /** Gives replies whose line did not name it the conversation of the post they answer. */
    void findConversations() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(FIND_CONVERSATIONS);
        }
    }

    private void each(String sql, String type, Collection<?> values, Row row) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (var query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf(type, values.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
            }
        }
    }

    /** Reads a row. */
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }
}
