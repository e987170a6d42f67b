package dev.weir.api.imports;

import dev.weir.api.microblog.NewestPosts;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Takes posts and profiles out of the microblog that their sources say are gone, and out of the counters. */
final class Removals {

    private static final String REMOVE_POSTS = """
            with gone as (
                delete from microblog.posts where id = any(?)
                returning id, author_id, reply_to_id, repost_of_id, quoted_id),
            noted as (
                insert into microblog.deletions (post_id, author_id, deleted_at, reason)
                select id, author_id, now(), ? from gone on conflict do nothing),
            of_authors as (
                update microblog.user_counts c set posts = greatest(0, c.posts - n)
                from (select author_id, count(*) as n from gone group by author_id) g where c.user_id = g.author_id),
            of_posts as (
                update microblog.post_counts c set replies = greatest(0, c.replies - reply),
                    reposts = greatest(0, c.reposts - repost), quotes = greatest(0, c.quotes - quote)
                from (select target, sum(reply) as reply, sum(repost) as repost, sum(quote) as quote from (
                    select reply_to_id as target, 1 as reply, 0 as repost, 0 as quote from gone
                    union all select repost_of_id, 0, 1, 0 from gone
                    union all select quoted_id, 0, 0, 1 from gone) referred
                    where target is not null and target not in (select id from gone) group by target) g
                where c.post_id = g.target)
            select count(*), array_agg(distinct author_id) from gone""";

    private static final String RENEW_NEWEST = NewestPosts.renewed("?");

    /** Their likes go with the posts; the counters of those who gave them are put right first. */
    private static final String UNCOUNT_LIKES = """
            update microblog.user_counts c set likes_given = greatest(0, c.likes_given - n)
            from (select user_id, count(*) as n from microblog.likes where post_id = any(?) group by user_id) g
            where c.user_id = g.user_id""";

    private static final String POSTS_OF = "select id from microblog.posts where author_id = any(?) order by id";

    private static final String PURGE_FOLLOWS = """
            with gone as (
                delete from microblog.follows where follower_id = any(?) or followed_id = any(?)
                returning follower_id, followed_id)
            update microblog.user_counts c set followers = greatest(0, c.followers - f),
                following = greatest(0, c.following - g)
            from (select user_id, sum(f) as f, sum(g) as g from (
                select followed_id as user_id, 1 as f, 0 as g from gone
                union all select follower_id, 0, 1 from gone) e group by user_id) e
            where c.user_id = e.user_id""";

    private static final String PURGE_LIKES = """
            with gone as (delete from microblog.likes where user_id = any(?) returning user_id, post_id),
            of_users as (
                update microblog.user_counts c set likes_given = greatest(0, c.likes_given - n)
                from (select user_id, count(*) as n from gone group by user_id) g where c.user_id = g.user_id)
            update microblog.post_counts c set likes = greatest(0, c.likes - n)
            from (select post_id, count(*) as n from gone group by post_id) g where c.post_id = g.post_id""";

    private static final String PURGE_PROFILES = """
            update microblog.users set suspended = true, name = username, description = null, location = null, url = null,
                profile_image_url = null, profile_banner_url = null, pinned_post_id = null
            where id = any(?)""";

    private final Connection connection;

    Removals(Connection connection) {
        this.connection = connection;
    }

    /** Removes posts; how many there were. */
    long posts(Collection<Long> ids) throws SQLException {
        return remove(ids, "deleted");
    }

    private long remove(Collection<Long> ids, String reason) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        update(UNCOUNT_LIKES, ids, 1);
        try (var query = connection.prepareStatement(REMOVE_POSTS)) {
            query.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            query.setString(2, reason);
            try (var rows = query.executeQuery()) {
                rows.next();
                long removed = rows.getLong(1);
                if (removed > 0) {
                    update(RENEW_NEWEST, rows.getArray(2), 1);
                }
                return removed;
            }
        }
    }

    /** Removes what users wrote, like and follow, hides them and empties their profiles; how many posts there were. */
    long purge(Collection<Long> users) throws SQLException {
        if (users.isEmpty()) {
            return 0;
        }
        long removed = remove(postsOf(users), "deactivated");
        update(PURGE_FOLLOWS, users, 2);
        update(PURGE_LIKES, users, 1);
        update(PURGE_PROFILES, users, 1);
        return removed;
    }

    private Collection<Long> postsOf(Collection<Long> users) throws SQLException {
        try (var query = connection.prepareStatement(POSTS_OF)) {
            query.setArray(1, connection.createArrayOf("bigint", users.toArray()));
            try (var rows = query.executeQuery()) {
                var ids = new java.util.ArrayList<Long>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        }
    }

    private void update(String sql, Collection<Long> ids, int times) throws SQLException {
        update(sql, connection.createArrayOf("bigint", ids.toArray()), times);
    }

    private void update(String sql, Array ids, int times) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 1; i <= times; i++) {
                statement.setArray(i, ids);
            }
            statement.executeUpdate();
        }
    }
}
