package dev.weir.api.microblog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** The microblog as PostgreSQL has it: every call is one statement. */
public final class SqlMicroblog implements Microblog, PostArchive {

    static final String POST_COLUMNS = """
            select p.id, p.author_id, p.created_at, p.text, p.lang, p.conversation_id, p.reply_to_id, p.reply_to_user_id,
                p.quoted_id, p.repost_of_id, p.possibly_sensitive, p.source, p.entities, p.attachments,
                c.replies, c.reposts, c.likes, c.quotes, c.bookmarks, c.impressions,
                not (u.protected or u.suspended) as public
            """;
    static final String POST_JOINS = """
            join microblog.posts p on p.id = page.id
            join microblog.users u on u.id = p.author_id
            left join microblog.post_counts c on c.post_id = p.id
            """;
    static final String POSTS = POST_COLUMNS + "from unnest(cast(:ids as bigint[])) as page (id)\n" + POST_JOINS;

    static final String USER_COLUMNS = """
            select u.id, u.username, u.name, u.created_at, u.description, u.location, u.url, u.profile_image_url, u.verified,
                u.protected, u.suspended, u.pinned_post_id, u.profile_banner_url,
                (select n.id from microblog.posts n where n.author_id = u.id order by n.id desc limit 1) as newest_post_id,
                c.followers, c.following, c.posts, c.listed, c.likes_given
            """;
    static final String USER_JOINS = "left join microblog.user_counts c on c.user_id = u.id\n";
    static final String USERS = USER_COLUMNS + "from microblog.users u " + USER_JOINS
            + "where u.id = any(cast(:ids as bigint[])) or lower(u.username) = any(cast(:usernames as text[]))";

    /** The page is chosen by the index alone before a row is joined to it. */
    private static final String TIMELINE_PAGE = """
            with page as materialized (
                select id from microblog.posts
                where author_id = :author and id >= :from and id < :until
                    and created_at >= :createdFrom and created_at < :createdUntil
                    and (:replies or reply_to_id is null)
                    and (:reposts or repost_of_id is null)
                    and id >= coalesce((
                        select id from microblog.posts where author_id = :author
                        order by id desc offset :depth - 1 limit 1), 0)
                order by id %s limit :limit)
            """;

    private static final String TIMELINE_ROWS = POST_COLUMNS + "from page\n" + POST_JOINS + "order by p.id desc";
    static final String NEWEST = TIMELINE_PAGE.formatted("desc") + TIMELINE_ROWS;
    static final String OLDEST = TIMELINE_PAGE.formatted("asc") + TIMELINE_ROWS;

    private static final String MATCHES = """
            where m.search @@ cast(:query as tsquery) and m.id >= :from and m.id < :until
                and m.created_at >= :createdFrom and m.created_at < :createdUntil
                and not exists (
                    select from microblog.users hidden
                    where hidden.id = m.author_id and (hidden.protected or hidden.suspended))
            """;
    static final String RECENT_HITS = "with page as materialized (\n"
            + "select m.id, 0::real as score from microblog.posts m\n" + MATCHES
            + "order by m.id desc limit :limit)\n"
            + POST_COLUMNS.stripTrailing() + ", page.score\nfrom page\n" + POST_JOINS + "order by p.id desc";

    static final String OLDEST_HITS = "with page as materialized (\n"
            + "select m.id from microblog.posts m\n" + MATCHES
            + "order by m.id limit :limit)\n"
            + POST_COLUMNS + "from page\n" + POST_JOINS + "order by p.id";

    /** Rank by how often and how near the terms stand, over the logarithm of the length. */
    static final String RANKED_HITS = "with candidates as materialized (\n"
            + "select m.id, m.search from microblog.posts m\n" + MATCHES + """
            order by m.id desc limit :candidates),
            ranked as materialized (
                select id, ts_rank(search, cast(:query as tsquery), 1) as score from candidates),
            page as materialized (
                select id, score from ranked where (score, id) < (cast(:afterScore as real), :afterId)
                order by score desc, id desc limit :limit)
            """ + POST_COLUMNS.stripTrailing()
            + ", page.score\nfrom page\n" + POST_JOINS
            + "order by page.score desc, p.id desc";

    static final String MEDIA = """
            select media_key, type, url, preview_image_url, alt_text, width, height, duration_ms, variants
            from microblog.media where media_key = any(cast(:keys as text[]))
            """;
    static final String POLLS = """
            select id, options, duration_minutes, end_datetime, coalesce(end_datetime > now(), false) as open
            from microblog.polls where id = any(cast(:ids as bigint[]))
            """;

    /** Who waits longer for an answer would rather have an older one, or know that there is none. */
    private static final int PATIENCE_SECONDS = 2;

    static final String HOME_NEWEST = HomeSql.page(TimelinePage.Order.NEWEST, TIMELINE_ROWS);
    static final String HOME_OLDEST = HomeSql.page(TimelinePage.Order.OLDEST, TIMELINE_ROWS);

    private final Jdbi jdbi;

    public SqlMicroblog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Map<Long, CountedPost> posts(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<Long, CountedPost> found = new HashMap<>();
        read(handle -> handle.createQuery(POSTS)
                        .bind("ids", array(ids))
                        .map((rs, context) -> Rows.post(rs))
                        .list())
                .forEach(post -> found.put(post.id(), post));
        return found;
    }

    @Override
    public Users users(Collection<Long> ids, Collection<String> usernames) {
        if (ids.isEmpty() && usernames.isEmpty()) {
            return new Users(List.of());
        }
        return new Users(read(handle -> handle.createQuery(USERS)
                .bind("ids", array(ids))
                .bind("usernames", usernames.stream().map(Users::key).toArray(String[]::new))
                .map((rs, context) -> Rows.user(rs))
                .list()));
    }

    @Override
    public Map<String, Media> media(Collection<String> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, Media> found = new HashMap<>();
        read(handle -> handle.createQuery(MEDIA)
                        .bind("keys", keys.toArray(String[]::new))
                        .map((rs, context) -> Rows.media(rs))
                        .list())
                .forEach(media -> found.put(media.mediaKey(), media));
        return found;
    }

    @Override
    public Map<Long, Poll> polls(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<Long, Poll> found = new HashMap<>();
        read(handle -> handle.createQuery(POLLS)
                        .bind("ids", array(ids))
                        .map((rs, context) -> Rows.poll(rs))
                        .list())
                .forEach(poll -> found.put(poll.id(), poll));
        return found;
    }

    @Override
    public List<CountedPost> timeline(TimelinePage page) {
        String sql = page.order() == TimelinePage.Order.NEWEST ? NEWEST : OLDEST;
        return read(handle -> bind(handle.createQuery(sql), page.range())
                .bind("author", page.authorId())
                .bind("replies", page.withReplies())
                .bind("reposts", page.withReposts())
                .bind("depth", page.depth())
                .bind("limit", page.limit())
                .map((rs, context) -> Rows.post(rs))
                .list());
    }

    @Override
    public List<CountedPost> home(HomePage page) {
        return read(handle -> handle.createQuery(page.order() == TimelinePage.Order.NEWEST ? HOME_NEWEST : HOME_OLDEST)
                .bind("user", page.userId())
                .bind("from", page.range().from())
                .bind("until", page.range().until())
                .bind("replies", page.withReplies())
                .bind("reposts", page.withReposts())
                .bind("depth", page.depth())
                .bind("limit", page.limit())
                .map((rs, context) -> Rows.post(rs))
                .list());
    }

    @Override
    public List<SearchHit> search(SearchPage page) {
        return read(handle -> hits(handle, page)
                .bind("query", page.query())
                .bind("limit", page.limit())
                .map((rs, context) -> new SearchHit(Rows.post(rs), rs.getFloat("score")))
                .list());
    }

    @Override
    public List<Listed<CountedPost>> posts(PostList list, Walk walk) {
        return read(handle -> SqlLists.read(handle, list, walk));
    }

    @Override
    public List<Listed<CountedUser>> users(UserList list, Walk walk) {
        return read(handle -> SqlLists.read(handle, list, walk));
    }

    @Override
    public List<CountedPost> oldest(String query, IdRange range, int limit) {
        return read(handle -> bind(handle.createQuery(OLDEST_HITS), range)
                .addCustomizer(new AlwaysPlanned())
                .bind("query", query)
                .bind("limit", limit)
                .map((rs, context) -> Rows.post(rs))
                .list());
    }

    private static Query hits(Handle handle, SearchPage page) {
        SearchPage.Ranked ranked = page.ranked();
        Query query = bind(handle.createQuery(ranked == null ? RECENT_HITS : RANKED_HITS), page.range());
        query.addCustomizer(new AlwaysPlanned());
        if (ranked == null) {
            return query;
        }
        SearchPage.SearchKey after = ranked.after();
        return query.bind("candidates", ranked.candidates())
                .bind("afterScore", after == null ? Float.POSITIVE_INFINITY : after.score())
                .bind("afterId", after == null ? Long.MAX_VALUE : after.id());
    }

    static Query bind(Query query, IdRange range) {
        return query.bind("from", range.from())
                .bind("until", range.until())
                .bind("createdFrom", range.createdFrom())
                .bind("createdUntil", range.createdUntil());
    }

    private static String array(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private <T> T read(HandleCallback<T, RuntimeException> statement) {
        try {
            return jdbi.withHandle(handle -> {
                handle.configure(SqlStatements.class, statements -> statements.setQueryTimeout(PATIENCE_SECONDS));
                return statement.withHandle(handle);
            });
        } catch (JdbiException e) {
            throw MicroblogUnavailableException.unlessOurMistake("the microblog cannot be read from the database", e);
        }
    }
}
