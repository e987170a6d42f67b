package dev.weir.api.microblog;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** The microblog as PostgreSQL has it: every call is one statement. */
public final class SqlMicroblog implements Microblog, PostArchive {

    static final String POSTS =
            Rows.POST_COLUMNS + "from unnest(cast(:ids as bigint[])) as page (id)\n" + Rows.POST_JOINS;

    static final String USERS = Rows.USER_COLUMNS + "from microblog.users u " + Rows.USER_JOINS
            + "where u.id = any(cast(:ids as bigint[])) or lower(u.username) = any(cast(:usernames as text[]))";

    /** The page is chosen before anything is joined to it. */
    private static final String TIMELINE_PAGE = """
            with page as materialized (
                select id, ctid as tid from microblog.posts
                where author_id = :author and id >= :from and id < :until
                    and created_at >= :createdFrom and created_at < :createdUntil
                    and (:replies or reply_to_id is null)
                    and (:reposts or repost_of_id is null)
                    and id >= coalesce((
                        select id from microblog.posts where author_id = :author
                        order by id desc offset :depth - 1 limit 1), 0)
                order by id %s limit :limit)
            """;

    private static final String TIMELINE_ROWS =
            Rows.POST_COLUMNS + "from page\n" + Rows.SEEN_POST_JOINS + "order by page.id desc";
    static final String NEWEST = TIMELINE_PAGE.formatted("desc") + TIMELINE_ROWS;
    static final String OLDEST = TIMELINE_PAGE.formatted("asc") + TIMELINE_ROWS;

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
    /** How long a search may take: ten times the slowest good one. */
    public static final Duration SEARCH_BUDGET = Duration.ofSeconds(2);

    private final Jdbi reads;
    private final Jdbi searches;
    private final SqlSearches search;

    /** A microblog with all its connections in one pool, of which nothing is known to be rare. */
    public SqlMicroblog(Jdbi jdbi) {
        this(jdbi, jdbi, () -> TermFrequencies.UNKNOWN, SEARCH_BUDGET);
    }

    /**
     * A microblog with two pools, so that a read by key does not wait for a search.
     *
     * @param reads for what is read by key, and for rare words; may plan each statement once for all values
     * @param searches for everything else that is searched for; must plan each statement for its values
     * @param counted what is rare
     */
    public SqlMicroblog(Jdbi reads, Jdbi searches, CountedTerms counted) {
        this(reads, searches, counted, SEARCH_BUDGET);
    }

    SqlMicroblog(Jdbi reads, Jdbi searches, Supplier<TermFrequencies> frequencies, Duration searchBudget) {
        this.reads = reads;
        this.searches = searches;
        this.search = new SqlSearches(reads, searches, frequencies, searchBudget);
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
        return search.page(page);
    }

    @Override
    public Map<Instant, Long> counts(Condition condition, IdRange range, Duration width) {
        return search.counts(condition, range, width);
    }

    @Override
    public Stretch walk(Condition condition, IdRange range, int rows, int limit) {
        return search.walk(condition, range, rows, limit);
    }

    @Override
    public Stretch lookUp(Condition condition, IdRange range, int limit) {
        return search.lookUp(condition, range, limit);
    }

    @Override
    public List<Listed<CountedPost>> posts(PostList list, Walk walk) {
        return read(handle -> SqlLists.read(handle, list, walk));
    }

    @Override
    public List<Listed<CountedUser>> users(UserList list, Walk walk) {
        return read(list instanceof UserList.Called ? searches : reads, handle -> SqlLists.read(handle, list, walk));
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
        return read(reads, statement);
    }

    static <T> T read(Jdbi jdbi, HandleCallback<T, RuntimeException> statement) {
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
