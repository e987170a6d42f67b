package dev.weir.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.Snowflakes;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** An empty microblog, lines to import into it, and eyes on what comes of them. */
final class ImportScene implements ImportListener {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final List<String> problems = new ArrayList<>();
    final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private int batchesUntilKilled = Integer.MAX_VALUE;
    private Runnable meanwhile = () -> {};

    /** Lets something happen when the next import has stored its first batch. */
    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    /** Lets an import die once it has stored so many batches. */
    void killAfter(int batches) {
        batchesUntilKilled = batches;
    }

    ImportReport run(int batchLines, String... lines) {
        return run(new ImportSettings(false, batchLines), source("a", lines));
    }

    ImportReport strict(int batchLines, String... lines) {
        return run(new ImportSettings(true, batchLines), source("a", lines));
    }

    ImportReport run(ImportSettings settings, ImportSource... sources) {
        return run(jdbi, settings, sources);
    }

    /** Imports by way of other connections. */
    ImportReport run(Jdbi connections, ImportSettings settings, ImportSource... sources) {
        problems.clear();
        return new Importer(connections, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(50))
                .run(List.of(sources), settings, this);
    }

    static ImportSource source(String name, String... lines) {
        return ImportSource.stream(
                name, new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)));
    }

    static ImportSource source(String name, byte[] content) {
        return ImportSource.stream(name, new ByteArrayInputStream(content));
    }

    void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    /** What a query answers, as text. */
    List<String> ask(String sql, Object... values) {
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql);
            for (int i = 0; i < values.length; i++) {
                query.bind(i, values[i]);
            }
            return query.mapTo(String.class).list();
        });
    }

    @Override
    public void problem(ImportProblem problem) {
        problems.add(problem.toString());
    }

    @Override
    public void stored(String source, long lines, double fraction) {
        var now = meanwhile;
        meanwhile = () -> {};
        now.run();
        if (--batchesUntilKilled == 0) {
            batchesUntilKilled = Integer.MAX_VALUE;
            throw new Killed();
        }
    }

    /** The death of an import. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static String user(long id, String username) {
        return "{\"user\": {\"id\": \"%d\", \"username\": \"%s\", \"name\": \"%2$s\"}}".formatted(id, username);
    }

    /** The id of the n-th of posts that are a second apart. */
    static long id(int n) {
        return Snowflakes.at(Instant.parse("2020-01-01T00:00:00Z").plusSeconds(n), 0);
    }

    static String post(int n, long author, String members) {
        return "{\"post\": {\"id\": \"%d\", \"author_id\": \"%d\", \"text\": \"post %d\"%s}}"
                .formatted(id(n), author, n, members);
    }

    static String post(int n, long author) {
        return post(n, author, "");
    }

    static String replyTo(int n) {
        return ", \"referenced_tweets\": [{\"type\": \"replied_to\", \"id\": \"%d\"}]".formatted(id(n));
    }

    /** Everything the microblog holds, so that two states can be compared. */
    List<String> contents() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select * from (
                            select 'user ' || u::text || c::text as row
                            from microblog.users u left join microblog.user_counts c on c.user_id = u.id
                            union all
                            select 'post ' || p::text || coalesce(c::text, '')
                            from microblog.posts p left join microblog.post_counts c on c.post_id = p.id
                            union all
                            select 'media ' || m::text from microblog.media m
                            union all
                            select 'poll ' || q::text from microblog.polls q
                            union all
                            select 'follow ' || f::text from microblog.follows f
                            union all
                            select 'like ' || l::text from microblog.likes l) rows
                        order by row""").mapTo(String.class).list());
    }

    Optional<Map<String, Object>> find(String table, String column, long id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from microblog." + table + " where " + column + " = :id")
                        .bind("id", id)
                        .mapToMap()
                        .findOne());
    }

    Map<String, Object> storedPost(int n) {
        return find("posts", "id", id(n)).orElseThrow();
    }

    /** Usernames by id. */
    Map<Long, String> users() {
        return jdbi.withHandle(handle -> handle.createQuery("select id, username from microblog.users")
                .reduceRows(new HashMap<>(), (map, row) -> {
                    map.put(row.getColumn("id", Long.class), row.getColumn("username", String.class));
                    return map;
                }));
    }

    /** Authors, conversations and texts of posts, by id. */
    Map<Long, String> posts() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, author_id, conversation_id, text from microblog.posts")
                .reduceRows(new HashMap<>(), (map, row) -> {
                    map.put(
                            row.getColumn("id", Long.class),
                            row.getColumn("author_id", Long.class) + " in "
                                    + row.getColumn("conversation_id", Long.class) + ": "
                                    + row.getColumn("text", String.class));
                    return map;
                }));
    }

    /** Posts with each user they mention: the name and, where it is known, the id. */
    List<String> mentions() {
        return ask("""
                select concat_ws(' ', p.id, m.mention ->> 'username', m.mention ->> 'id')
                from microblog.posts p cross join lateral jsonb_array_elements(p.entities -> 'mentions')
                    with ordinality m (mention, place)
                order by p.id, m.place""");
    }

    /** Users whose counted posts are not the posts there are. */
    List<Long> miscounted() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select c.user_id from microblog.user_counts c
                        where posts <> (select count(*) from microblog.posts p where p.author_id = c.user_id)
                            or newest_post_id is distinct from
                                (select max(id) from microblog.posts p where p.author_id = c.user_id)
                        union all
                        select id from microblog.users u
                        where not exists (select from microblog.user_counts c where c.user_id = u.id)""").mapTo(Long.class).list());
    }
}
