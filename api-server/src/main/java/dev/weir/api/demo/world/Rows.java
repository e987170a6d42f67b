package dev.weir.api.demo.world;

import dev.weir.api.imports.CopyText;
import dev.weir.api.imports.MicroblogRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes an invented world into the tables of the microblog. */
final class Rows {

    static final String POSTS = "microblog.posts (" + MicroblogRows.POST_COLUMNS + ")";

    private static final String USERS = "microblog.users (" + MicroblogRows.USER_COLUMNS + ")";

    /** For tables that were emptied in the same transaction: spares PostgreSQL a second visit to each row. */
    static final String FROZEN = "(freeze)";

    private static final String POST_COUNTS =
            "microblog.post_counts (post_id, replies, reposts, likes, quotes, bookmarks, impressions)";

    private Rows() {}

    static void users(Connection connection, People people, Map<Integer, Long> pinned) throws SQLException {
        try (var copy = CopyText.into(connection, USERS, FROZEN)) {
            for (int i = 0; i < people.size(); i++) {
                MicroblogRows.user(copy.row(), people.get(i).user(), pinned.get(i))
                        .end();
            }
            copy.complete();
        }
    }

    static void follows(Connection connection, People people, FollowGraph graph, Instant until) throws SQLException {
        // In the order of the primary key, so that its index grows at one end.
        long size = people.size();
        var edges = new long[graph.edges()];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = graph.follower(i) * size + graph.followed(i);
        }
        Arrays.sort(edges);
        try (var copy = CopyText.into(connection, "microblog.follows (follower_id, followed_id, created_at)", FROZEN)) {
            for (long edge : edges) {
                var follower = people.get((int) (edge / size)).user();
                var followed = people.get((int) (edge % size)).user();
                long earliest = Math.max(
                        follower.createdAt().toEpochMilli(),
                        followed.createdAt().toEpochMilli());
                long span = until.toEpochMilli() - earliest;
                copy.row()
                        .number(follower.id())
                        .number(followed.id())
                        .time(earliest + (long) (span * Chance.of(edge).fraction()))
                        .end();
            }
            copy.complete();
        }
    }

    static void postCounts(Connection connection, List<Long> ids, Counts counts, String options) throws SQLException {
        try (var copy = CopyText.into(connection, POST_COUNTS, options)) {
            for (long id : ids) {
                var count = counts.post(id);
                var chance = Chance.of(id);
                copy.row()
                        .number(id)
                        .number(count.replies)
                        .number(count.reposts)
                        .number(count.likes)
                        .number(count.quotes)
                        .number(chance.rounded(count.likes / 20.0))
                        .number(chance.rounded(chance.logUniform(8, 60) * (1 + count.likes + 3 * count.reposts)))
                        .end();
            }
            copy.complete();
        }
    }

    static void userCounts(Connection connection, People people, FollowGraph graph, Counts counts) throws SQLException {
        try (var copy = CopyText.into(
                connection,
                "microblog.user_counts (user_id, followers, following, posts, newest_post_id, listed, likes_given)",
                FROZEN)) {
            for (int i = 0; i < people.size(); i++) {
                copy.row()
                        .number(people.get(i).id())
                        .number(graph.followersOf(i))
                        .number(graph.followingOf(i))
                        .number(counts.writtenBy(i))
                        .number(counts.newestBy(i))
                        .number(graph.followersOf(i) / 40)
                        .number(counts.likesGivenBy(i))
                        .end();
            }
            copy.complete();
        }
    }

    /** Writes likes: person, post and time of each, ordered by post. */
    static void likes(Connection connection, People people, long[] likes, String options) throws SQLException {
        // In the order of the primary key, so that its index grows at one end; posts come in order already.
        var order = new long[likes.length / 3];
        for (int i = 0; i < order.length; i++) {
            order[i] = likes[3 * i] << 32 | i;
        }
        Arrays.sort(order);
        try (var copy = CopyText.into(connection, "microblog.likes (user_id, post_id, created_at)", options)) {
            for (long key : order) {
                int like = 3 * (int) key;
                copy.row()
                        .number(people.get((int) likes[like]).id())
                        .number(likes[like + 1])
                        .time(likes[like + 2])
                        .end();
            }
            copy.complete();
        }
    }

    /** Adds to the counts of people, and of posts that were there before. */
    static void addCounts(Connection connection, People people, Counts counts, List<Long> fresh) throws SQLException {
        Set<Long> counted = new HashSet<>(fresh);
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    create temporary table more_of_posts (id bigint, replies int, reposts int, quotes int)
                    on commit drop
                    """);
            statement.execute("""
                    create temporary table more_of_users (id bigint, posts int, newest bigint, likes int)
                    on commit drop
                    """);
            try (var copy = CopyText.into(connection, "more_of_posts", "")) {
                var rows = new ArrayList<long[]>();
                counts.forEachPost((id, count) -> {
                    if (!counted.contains(id)) {
                        rows.add(new long[] {id, count.replies, count.reposts, count.quotes});
                    }
                });
                for (var row : rows) {
                    copy.row()
                            .number(row[0])
                            .number(row[1])
                            .number(row[2])
                            .number(row[3])
                            .end();
                }
                copy.complete();
            }
            try (var copy = CopyText.into(connection, "more_of_users", "")) {
                for (int i = 0; i < people.size(); i++) {
                    if (counts.writtenBy(i) + counts.likesGivenBy(i) > 0) {
                        copy.row()
                                .number(people.get(i).id())
                                .number(counts.writtenBy(i))
                                .number(counts.newestBy(i))
                                .number(counts.likesGivenBy(i))
                                .end();
                    }
                }
                copy.complete();
            }
            statement.execute("""
                    update microblog.post_counts c
                    set replies = c.replies + m.replies, reposts = c.reposts + m.reposts, quotes = c.quotes + m.quotes
                    from more_of_posts m where m.id = c.post_id
                    """);
            statement.execute("""
                    update microblog.user_counts c
                    set posts = c.posts + m.posts, likes_given = c.likes_given + m.likes,
                        newest_post_id = greatest(c.newest_post_id, m.newest)
                    from more_of_users m where m.id = c.user_id
                    """);
        }
    }
}
