package dev.weir.api.microblog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Reads lists from PostgreSQL: one statement each. */
final class SqlLists {

    private SqlLists() {}

    static List<Listed<CountedPost>> read(Handle handle, PostList list, Walk walk) {
        if (list instanceof PostList.MentionsOf mentions) {
            return read(
                    SqlMicroblog.bind(query(handle, ListSql.MENTIONS, walk), mentions.range())
                            .bind("user", mentions.userId())
                            .bind("username", Users.key(mentions.username()))
                            .bind("depth", mentions.depth()),
                    Rows::post);
        }
        if (list instanceof PostList.QuotesOf quotes) {
            return read(
                    query(handle, ListSql.QUOTES, walk)
                            .bind("post", quotes.postId())
                            .bind("replies", quotes.withReplies())
                            .bind("reposts", quotes.withReposts()),
                    Rows::post);
        }
        if (list instanceof PostList.LikedBy liked) {
            return read(timed(handle, ListSql.LIKED, walk).bind("user", liked.userId()), Rows::post);
        }
        throw new IllegalStateException("no statement for " + list);
    }

    static List<Listed<CountedUser>> read(Handle handle, UserList list, Walk walk) {
        if (list instanceof UserList.RepostersOf reposters) {
            return read(query(handle, ListSql.REPOSTERS, walk).bind("post", reposters.postId()), Rows::user);
        }
        if (list instanceof UserList.LikersOf likers) {
            return read(timed(handle, ListSql.LIKERS, walk).bind("post", likers.postId()), Rows::user);
        }
        if (list instanceof UserList.FollowersOf followers) {
            return read(timed(handle, ListSql.FOLLOWERS, walk).bind("user", followers.userId()), Rows::user);
        }
        if (list instanceof UserList.FollowedBy followed) {
            return read(timed(handle, ListSql.FOLLOWED, walk).bind("user", followed.userId()), Rows::user);
        }
        if (list instanceof UserList.Called called) {
            return read(called(handle, called, walk), Rows::user);
        }
        throw new IllegalStateException("no statement for " + list);
    }

    /** Beside the one of that very name, users are a range of ids: an index can begin in its middle. */
    private static Query called(Handle handle, UserList.Called called, Walk walk) {
        ListKey from = walk.from();
        boolean inRange = from.major() < 0;
        long least = !walk.back() && inRange ? -from.id() + 1 : 0;
        long end = !walk.back() ? Long.MAX_VALUE : inRange ? -from.id() : 0;
        return query(handle, ListSql.CALLED, walk)
                .addCustomizer(new AlwaysPlanned())
                .bind("username", called.username())
                .bind("words", called.words())
                .bind("major", from.major())
                .bind("from", least)
                .bind("until", end);
    }

    private static Query timed(Handle handle, ListSql sql, Walk walk) {
        return query(handle, sql, walk).bind("time", walk.from().time());
    }

    private static Query query(Handle handle, ListSql sql, Walk walk) {
        return handle.createQuery(sql.text(walk.back()))
                .bind("place", walk.from().id())
                .bind("limit", walk.limit());
    }

    private static <T> List<Listed<T>> read(Query query, Reader<T> item) {
        RowMapper<Listed<T>> mapper =
                (row, context) -> new Listed<>(item.read(row), new ListKey(row.getLong("major"), row.getLong("place")));
        return query.map(mapper).list();
    }

    /** Reads an entry from its row. */
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
