package dev.weir.api.demo.world;

import dev.weir.api.demo.world.RecentPosts.Told;
import dev.weir.api.imports.CopyText;
import dev.weir.api.microblog.Mentions;
import dev.weir.api.microblog.Snowflakes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invented microblog in a database: made once, and then continued up to the present at each start. For one such run.
 *
 * <p>Everything happens in one transaction; a world that was interrupted in the making is made again.
 */
public final class World implements AutoCloseable {

    /** Nobody looks further back than recent search; a longer gap stays a gap. */
    private static final Duration LONGEST_TOP_UP = Duration.ofDays(8);

    /** The table that says how far the world is written. Not ours to migrate: no other edition reads it. */
    private static final String STATE = "demo.world";

    private final WorldSettings settings;
    private final Instant until;
    private final People people;
    private final FollowGraph follows;
    private @Nullable Draft draft;

    /** @param until the present */
    public World(WorldSettings settings, Instant until) {
        this.settings = settings;
        this.until = until.truncatedTo(ChronoUnit.MILLIS);
        this.people = People.invent(settings);
        this.follows = FollowGraph.invent(settings);
    }

    /**
     * What was added.
     *
     * @param fresh whether the world was made just now
     */
    public record Added(boolean fresh, long posts, long likes) {}

    /** The person that the demo acts for. */
    public static long alice(WorldSettings settings) {
        return People.invent(settings).get(People.ALICE).id();
    }

    /** A word that the posts of every day contain. */
    public static String searchWord() {
        return Wording.ALICES_WORD;
    }

    /** Begins to invent a whole world, for a database that has none; it need not even be there yet. */
    public void begin() {
        begun();
    }

    private Draft begun() {
        if (draft == null) {
            draft = draft(new RecentPosts(), until.minus(settings.span()));
        }
        return draft;
    }

    /** Makes the world, or continues it to the present. */
    public Added writeTo(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var written = writtenUntil(connection);
            var added = written == null ? make(connection) : proceed(written, connection);
            connection.commit();
            return added;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Tells the planner of PostgreSQL what a new world is like; until then it may go the long way round. */
    public static void analyze(Connection connection) throws SQLException {
        run(
                connection,
                "analyze microblog.users, microblog.posts, microblog.mentions, microblog.follows, microblog.likes");
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }

    private Draft draft(RecentPosts recent, Instant after) {
        var chronicle = new Chronicle(settings, people, recent, new Attention(people, follows));
        return new Draft(chronicle, people.size(), after, until);
    }

    private Added make(Connection connection) throws SQLException {
        run(connection, "create schema if not exists demo");
        run(connection, "create table " + STATE + " (seed bigint not null, written_until timestamptz not null)");
        begin();
        // Whatever the generator makes is consistent (a test says so); checking every row again would take longer
        // than writing it.
        run(connection, "set local session_replication_role = replica");
        run(
                connection,
                "truncate microblog.users, microblog.user_counts, microblog.posts, microblog.post_counts,"
                        + " microblog.mentions, microblog.follows, microblog.likes, microblog.media, microblog.polls");
        var indexes = dropIndexes(
                connection, "microblog.posts", "microblog.mentions", "microblog.likes", "microblog.follows");
        Rows.follows(connection, people, follows, until.minus(settings.span()));
        Pictures.write(connection);
        var log = copyPosts(connection, begun(), Rows.FROZEN);
        Rows.users(connection, people, log.pinned());
        run(connection, Mentions.of("microblog.posts"));
        Rows.postCounts(connection, log.ids(), log.counts(), Rows.FROZEN);
        Rows.userCounts(connection, people, follows, log.counts());
        Rows.likes(connection, people, log.likes(), Rows.FROZEN);
        for (var index : indexes) {
            run(connection, index);
        }
        try (var state = connection.prepareStatement("insert into " + STATE + " values (?, ?)")) {
            state.setLong(1, settings.seed());
            state.setObject(2, until.atOffset(ZoneOffset.UTC));
            state.executeUpdate();
        }
        return new Added(true, log.ids().size(), log.likeCount());
    }

    private Added proceed(Instant written, Connection connection) throws SQLException {
        var after = until.minus(LONGEST_TOP_UP).isAfter(written) ? until.minus(LONGEST_TOP_UP) : written;
        if (!until.isAfter(after)) {
            return new Added(false, 0, 0);
        }
        // A world that an edition without pictures has made has none; and some may have gone with the last post.
        Pictures.write(connection);
        Log log;
        try (var more = draft(recentPosts(connection, people, after), after)) {
            log = copyPosts(connection, more, "");
        }
        noteMentions(connection, after);
        Rows.postCounts(connection, log.ids(), log.counts(), "");
        Rows.likes(connection, people, log.likes(), "");
        Rows.addCounts(connection, people, log.counts(), log.ids());
        try (var state = connection.prepareStatement("update " + STATE + " set written_until = ?")) {
            state.setObject(1, until.atOffset(ZoneOffset.UTC));
            state.executeUpdate();
        }
        return new Added(false, log.ids().size(), log.likeCount());
    }

    private static Log copyPosts(Connection connection, Draft draft, String options) throws SQLException {
        try (var copy = CopyText.into(connection, Rows.POSTS, options)) {
            draft.copyPosts(copy);
        }
        return draft.log();
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

    /** Drops the indexes and primary keys that no other table needs, and returns how to make them again. */
    private static List<String> dropIndexes(Connection connection, String... tables) throws SQLException {
        var drop = new ArrayList<String>();
        var make = new ArrayList<String>();
        try (var statement = connection.prepareStatement("""
                select case when c.oid is null
                        then format('drop index %s', i.indexrelid::regclass)
                        else format('alter table %s drop constraint %I', i.indrelid::regclass, c.conname) end,
                    case when c.oid is null
                        then pg_get_indexdef(i.indexrelid)
                        else format('alter table %s add constraint %I %s',
                            i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) end
                from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
                where i.indrelid = any (?::text[]::regclass[])
                and not exists (select from pg_constraint f where f.conindid = i.indexrelid and f.contype = 'f')
                order by i.indrelid, c.oid is null, i.indexrelid
                """)) {
            statement.setArray(1, connection.createArrayOf("text", tables));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    drop.add(row.getString(1));
                    make.add(row.getString(2));
                }
            }
        }
        for (var sql : drop) {
            run(connection, sql);
        }
        return make;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
