package dev.weir.api.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of follows and likes into the microblog. A counter becomes at least the number of edges there are: some sources
 * give counters and edges, and the ones are in the others.
 */
final class EdgeRows {

    private static final String ADD_FOLLOWS = """
            insert into microblog.follows (follower_id, followed_id, created_at)
            select a, b, to_timestamp(ms / 1000.0) from unnest(?, ?, ?) as e (a, b, ms)
            where exists (select from microblog.users where id = a) and exists (select from microblog.users where id = b)
            order by a, b
            on conflict do nothing""";

    private static final String REMOVE_FOLLOWS = """
            with removed as (
                delete from microblog.follows using unnest(?, ?) as e (a, b)
                where follower_id = a and followed_id = b returning a, b)
            update microblog.user_counts c set followers = greatest(0, c.followers - followers_gone),
                following = greatest(0, c.following - following_gone)
            from (select user_id, sum(f) as followers_gone, sum(g) as following_gone from (
                select b as user_id, 1 as f, 0 as g from removed union all select a, 0, 1 from removed) gone
                group by user_id) gone
            where c.user_id = gone.user_id""";

    private static final String COUNT_FOLLOWS = """
            insert into microblog.user_counts as counts (user_id, followers, following)
            select u.id, (select count(*) from microblog.follows where followed_id = u.id),
                (select count(*) from microblog.follows where follower_id = u.id)
            from (select distinct id from unnest(?) as u (id)) u join microblog.users using (id) order by u.id
            on conflict (user_id) do update set followers = greatest(counts.followers, excluded.followers),
                following = greatest(counts.following, excluded.following)""";

    private static final String ADD_LIKES = """
            insert into microblog.likes (user_id, post_id, created_at)
            select a, b, to_timestamp(ms / 1000.0) from unnest(?, ?, ?) as e (a, b, ms)
            where exists (select from microblog.users where id = a) and exists (select from microblog.posts where id = b)
            order by a, b
            on conflict do nothing""";

    private static final String STRAY_LIKES = """
            select count(*) from unnest(?) as e (b) where not exists (select from microblog.posts where id = b)""";

    private static final String REMOVE_LIKES = """
            with removed as (
                delete from microblog.likes using unnest(?, ?) as e (a, b)
                where user_id = a and post_id = b returning a, b),
            of_posts as (
                update microblog.post_counts c set likes = greatest(0, c.likes - gone.n)
                from (select b, count(*) as n from removed group by b) gone where c.post_id = gone.b)
            update microblog.user_counts c set likes_given = greatest(0, c.likes_given - gone.n)
            from (select a, count(*) as n from removed group by a) gone where c.user_id = gone.a""";

    private static final String COUNT_LIKES = """
            insert into microblog.post_counts as counts (post_id, likes)
            select p.id, (select count(*) from microblog.likes where post_id = p.id)
            from (select distinct id from unnest(?) as p (id)) p join microblog.posts using (id) order by p.id
            on conflict (post_id) do update set likes = greatest(counts.likes, excluded.likes)""";

    private static final String COUNT_LIKES_GIVEN = """
            insert into microblog.user_counts as counts (user_id, likes_given)
            select u.id, (select count(*) from microblog.likes where user_id = u.id)
            from (select distinct id from unnest(?) as u (id)) u join microblog.users using (id) order by u.id
            on conflict (user_id) do update set likes_given = greatest(counts.likes_given, excluded.likes_given)""";

    private final Connection connection;

    EdgeRows(Connection connection) {
        this.connection = connection;
    }

    /** Adds and removes follows. */
    Staging.Edges follows(Map<Sifted.Edge, Optional<Instant>> follows) throws SQLException {
        var gone = gone(follows);
        if (!gone.isEmpty()) {
            update(REMOVE_FOLLOWS, from(gone), to(gone));
        }
        var there = there(follows);
        if (there.isEmpty()) {
            return new Staging.Edges(ImportReport.Found.NONE, 0);
        }
        long added = update(ADD_FOLLOWS, from(there), to(there), since(there, follows));
        var users = java.util.stream.Stream.concat(
                        there.stream().map(Sifted.Edge::from), there.stream().map(Sifted.Edge::to))
                .toArray(Long[]::new);
        update(COUNT_FOLLOWS, users);
        return new Staging.Edges(new ImportReport.Found(added, there.size() - added), 0);
    }

    /** Adds and removes likes. */
    Staging.Edges likes(Map<Sifted.Edge, Optional<Instant>> likes) throws SQLException {
        var gone = gone(likes);
        if (!gone.isEmpty()) {
            update(REMOVE_LIKES, from(gone), to(gone));
        }
        var there = there(likes);
        if (there.isEmpty()) {
            return new Staging.Edges(ImportReport.Found.NONE, 0);
        }
        long added = update(ADD_LIKES, from(there), to(there), since(there, likes));
        update(COUNT_LIKES, to(there));
        update(COUNT_LIKES_GIVEN, from(there));
        long stray = count(STRAY_LIKES, to(there));
        return new Staging.Edges(new ImportReport.Found(added, there.size() - added - stray), stray);
    }

    private static List<Sifted.Edge> there(Map<Sifted.Edge, Optional<Instant>> edges) {
        return edges.keySet().stream()
                .filter(edge -> since(edges, edge).isPresent())
                .toList();
    }

    private static List<Sifted.Edge> gone(Map<Sifted.Edge, Optional<Instant>> edges) {
        return edges.keySet().stream()
                .filter(edge -> since(edges, edge).isEmpty())
                .toList();
    }

    private static Optional<Instant> since(Map<Sifted.Edge, Optional<Instant>> edges, Sifted.Edge edge) {
        return edges.getOrDefault(edge, Optional.empty());
    }

    private static Long[] from(List<Sifted.Edge> edges) {
        return edges.stream().map(Sifted.Edge::from).toArray(Long[]::new);
    }

    private static Long[] to(List<Sifted.Edge> edges) {
        return edges.stream().map(Sifted.Edge::to).toArray(Long[]::new);
    }

    private static Long[] since(List<Sifted.Edge> edges, Map<Sifted.Edge, Optional<Instant>> all) {
        return edges.stream()
                .map(edge -> since(all, edge).map(Instant::toEpochMilli).orElse(0L))
                .toArray(Long[]::new);
    }

    private long update(String sql, Long[]... arrays) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.length; i++) {
                statement.setArray(i + 1, connection.createArrayOf("bigint", arrays[i]));
            }
            return statement.executeUpdate();
        }
    }

    private long count(String sql, Long[] array) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("bigint", array));
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
