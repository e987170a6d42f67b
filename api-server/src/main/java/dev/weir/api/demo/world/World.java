package dev.weir.api.demo.world;

import dev.weir.api.demo.world.RecentPosts.Told;
import dev.weir.api.imports.CopyText;
import dev.weir.api.microblog.Mentions;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invented microblog in a database: made once, and then continued up to the present at each start.
 *
 * <p>Everything happens in one transaction; a world that was interrupted in the making is made again.
 */
public final class World {

    /** Nobody looks further back than recent search; a longer gap stays a gap. */
    private static final Duration LONGEST_TOP_UP = Duration.ofDays(8);

    /** The table that says how far the world is written. Not ours to migrate: no other edition reads it. */
    private static final String STATE = "demo.world";

    private final WorldSettings settings;

    public World(WorldSettings settings) {
        this.settings = settings;
    }

    /**
     * What was added.
     *
     * @param fresh whether the world was made just now
     */
    public record Added(boolean fresh, long posts, long likes) {}

    /** The person that the demo acts for. */
    public long alice() {
        return People.invent(settings).get(People.ALICE).id();
    }

    /** A word that the posts of every day contain. */
    public static String searchWord() {
        return Wording.ALICES_WORD;
    }

    /** Makes the world, or continues it up to now. */
    public Added bringUpTo(Instant now, Connection connection) throws SQLException {
        var until = now.truncatedTo(ChronoUnit.MILLIS);
        connection.setAutoCommit(false);
        try {
            var written = writtenUntil(connection);
            var added = written == null ? make(until, connection) : proceed(written, until, connection);
            connection.commit();
            connection.setAutoCommit(true);
            if (added.fresh()) {
                run(
                        connection,
                        "analyze microblog.users, microblog.posts, microblog.mentions, microblog.follows, microblog.likes");
            }
            return added;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            connection.setAutoCommit(true);
            throw e;
        }
    }

    private Added make(Instant until, Connection connection) throws SQLException {
        var people = People.invent(settings);
        var follows = FollowGraph.invent(settings);
        run(connection, "create schema if not exists demo");
        run(connection, "create table " + STATE + " (seed bigint not null, written_until timestamptz not null)");
        // Whatever the generator makes is consistent (a test says so); checking every row again would take longer
        // than writing it.
        run(connection, "set local session_replication_role = replica");
        run(
                connection,
                "truncate microblog.users, microblog.user_counts, microblog.posts, microblog.post_counts,"
                        + " microblog.mentions, microblog.follows, microblog.likes");
        var indexes = dropIndexes(connection, "posts", "likes", "follows");
        var log = new Log(people.size());
        var recent = new RecentPosts();
        try (var copy = CopyText.into(connection, Rows.POSTS, Rows.FROZEN);
                var posts = new PostWriter(copy)) {
            new Chronicle(settings, people, recent, new Attention(people, follows))
                    .tell(until.minus(settings.span()), until, log.writing(posts));
            posts.complete();
        }
        run(connection, Mentions.of("microblog.posts"));
        Rows.users(connection, people, log.pinned);
        Rows.follows(connection, people, follows, until.minus(settings.span()));
        Rows.postCounts(connection, log.ids, log.counts, Rows.FROZEN);
        Rows.userCounts(connection, people, follows, log.counts);
        Rows.likes(connection, people, log.likes(), Rows.FROZEN);
        for (var index : indexes) {
            run(connection, index);
        }
        try (var state = connection.prepareStatement("insert into " + STATE + " values (?, ?)")) {
            state.setLong(1, settings.seed());
            state.setObject(2, until.atOffset(ZoneOffset.UTC));
            state.executeUpdate();
        }
        return new Added(true, log.ids.size(), log.likeCount);
    }

    private Added proceed(Instant written, Instant until, Connection connection) throws SQLException {
        var after = until.minus(LONGEST_TOP_UP).isAfter(written) ? until.minus(LONGEST_TOP_UP) : written;
        if (!until.isAfter(after)) {
            return new Added(false, 0, 0);
        }
        var people = People.invent(settings);
        var attention = new Attention(people, FollowGraph.invent(settings));
        var log = new Log(people.size());
        var recent = recentPosts(connection, people, after);
        try (var copy = CopyText.into(connection, Rows.POSTS, "");
                var posts = new PostWriter(copy)) {
            new Chronicle(settings, people, recent, attention).tell(after, until, log.writing(posts));
            posts.complete();
        }
        noteMentions(connection, after);
        Rows.postCounts(connection, log.ids, log.counts, "");
        Rows.likes(connection, people, log.likes(), "");
        Rows.addCounts(connection, people, log.counts, log.ids);
        try (var state = connection.prepareStatement("update " + STATE + " set written_until = ?")) {
            state.setObject(1, until.atOffset(ZoneOffset.UTC));
            state.executeUpdate();
        }
        return new Added(false, log.ids.size(), log.likeCount);
    }

    private static void noteMentions(Connection connection, Instant since) throws SQLException {
        try (var statement = connection.prepareStatement(
                Mentions.of("(select id, repost_of_id, entities from microblog.posts where id >= ?)"))) {
            statement.setLong(1, Snowflakes.firstAt(since));
            statement.executeUpdate();
        }
    }

    private @Nullable Instant writtenUntil(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var table = statement.executeQuery("select to_regclass('" + STATE + "') is not null")) {
            table.next();
            if (!table.getBoolean(1)) {
                return null;
            }
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select written_until from " + STATE)) {
            return row.next() ? row.getTimestamp(1).toInstant() : null;
        }
    }

    private static RecentPosts recentPosts(Connection connection, People people, Instant until) throws SQLException {
        var byId = new HashMap<Long, Integer>();
        for (int i = 0; i < people.size(); i++) {
            byId.put(people.get(i).id(), i);
        }
        var recent = new RecentPosts();
        try (var statement = connection.prepareStatement("""
                select p.id, p.author_id, p.conversation_id, p.created_at, p.text, coalesce(c.likes, 0)
                from microblog.posts p left join microblog.post_counts c on c.post_id = p.id
                where p.created_at > ? and p.repost_of_id is null order by p.id
                """)) {
            statement.setObject(1, until.minusMillis(RecentPosts.REACH_MILLIS).atOffset(ZoneOffset.UTC));
            statement.setFetchSize(5_000);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var author = byId.get(row.getLong(2));
                    if (author != null && people.get(author).user().isPublic()) {
                        recent.add(new Told(
                                row.getLong(1),
                                author,
                                row.getLong(3),
                                row.getTimestamp(4).getTime(),
                                row.getString(5),
                                people.get(author).language(),
                                row.getInt(6) + 1.0));
                    }
                }
            }
        }
        return recent;
    }

    /** Drops the indexes that only speed up reading, and returns how to make them again. */
    private static List<String> dropIndexes(Connection connection, String... tables) throws SQLException {
        var definitions = new ArrayList<String>();
        var names = new ArrayList<String>();
        try (var statement = connection.prepareStatement("""
                select i.indexname, i.indexdef from pg_indexes i
                where i.schemaname = 'microblog' and i.tablename = any (?)
                and not exists (select from pg_constraint c where c.conname = i.indexname)
                """)) {
            statement.setArray(1, connection.createArrayOf("text", tables));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                    definitions.add(row.getString(2));
                }
            }
        }
        for (var name : names) {
            run(connection, "drop index microblog." + name);
        }
        return definitions;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What was written, as far as other tables need to know. */
    private static final class Log {

        private final List<Long> ids = new ArrayList<>();
        private final Map<Integer, Long> pinned = new HashMap<>();
        private final Counts counts;
        /** Person, post (place among the liked) and time of each like. */
        private long[] likes = new long[3 * 65_536];

        private int likeCount;

        Log(int people) {
            counts = new Counts(people);
        }

        Chronicle.Reader writing(PostWriter posts) {
            return new Chronicle.Reader() {
                @Override
                public void post(Post post, int author) {
                    try {
                        posts.write(post);
                    } catch (SQLException e) {
                        throw new IllegalStateException("PostgreSQL refused a post: " + e.getMessage(), e);
                    }
                    ids.add(post.id());
                    note(post, author);
                }

                @Override
                public void like(long postId, int person, long millis) {
                    counts.post(postId).likes++;
                    counts.likedOne(person);
                    int at = 3 * likeCount++;
                    if (at == likes.length) {
                        likes = Arrays.copyOf(likes, 2 * at);
                    }
                    likes[at] = person;
                    likes[at + 1] = postId;
                    likes[at + 2] = millis;
                }
            };
        }

        long[] likes() {
            return Arrays.copyOf(likes, 3 * likeCount);
        }

        private void note(Post post, int author) {
            counts.wrote(author);
            if (post.replyToId() != null) {
                counts.post(post.replyToId()).replies++;
            }
            if (post.quotedId() != null) {
                counts.post(post.quotedId()).quotes++;
            }
            if (post.repostOfId() != null) {
                counts.post(post.repostOfId()).reposts++;
            } else if (author % 7 == 0) {
                pinned.putIfAbsent(author, post.id());
            }
        }
    }
}
