package dev.weir.api.microblog;

import dev.weir.api.microblog.PostArchive.Stretch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.jdbc.PgStatement;

/** The searches of {@link SqlMicroblog}: runs what {@link SqlSearch} and {@link SqlOldest} write, each within its time. */
final class SqlSearches {

    static final String HIT_ROWS = Rows.POST_COLUMNS.stripTrailing() + ", 0::real as score\nfrom page\n"
            + Rows.SEEN_POST_JOINS + "order by page.id desc";

    /** Rank by how often and how near the terms stand, over the logarithm of the length. */
    static final String RANKED_ROWS = """
            , ranked as materialized (
                select page.id, page.tid, ts_rank(t.search, cast(:rankedBy as tsquery), 1) as score
                from page join microblog.posts t on t.ctid = page.tid),
            best as materialized (
                select id, tid, score from ranked where (score, id) < (cast(:afterScore as real), :afterId)
                order by score desc, id desc limit :best)
            """ + Rows.POST_COLUMNS.stripTrailing()
            + ", page.score\nfrom best page\n" + Rows.SEEN_POST_JOINS
            + "order by page.score desc, page.id desc";

    /** Counting reads every hit, not a page of them: it may take twice as long. */
    private static final int COUNTS_SHARE = 2;

    /** Who reads everything looks up no longer than walking to as many posts would take. */
    private static final int LOOK_UP_PART = 4;

    /** Reads as much as the first step of any search. A database that is well needs some milliseconds. */
    private static final String YARDSTICK =
            "select count(text) from (select text from microblog.posts order by id desc limit " + SqlSearch.NEAR
                    + ") p";

    private static final Duration YARDSTICK_BUDGET = Duration.ofMillis(250);
    private static final String CANCELLED = "57014";

    private final Jdbi reads;
    private final Jdbi searches;
    private final Supplier<TermFrequencies> frequencies;
    private final Duration budget;

    /**
     * @param reads for rare words; may plan each statement once for all values
     * @param searches for everything else; must plan each statement for its values
     * @param budget how long a page may take
     */
    SqlSearches(Jdbi reads, Jdbi searches, Supplier<TermFrequencies> frequencies, Duration budget) {
        this.reads = reads;
        this.searches = searches;
        this.frequencies = frequencies;
        this.budget = budget;
    }

    List<SearchHit> page(SearchPage page) {
        TermFrequencies known = frequencies.get();
        boolean rare = SqlSearch.isRare(page.condition(), page.newest(), known);
        boolean plannedOnce = rare && SqlSearch.isPlannedOnce(page.condition());
        Optional<List<Long>> days =
                plannedOnce ? SqlSearch.days(page.condition(), page.range(), known) : Optional.empty();
        return within(plannedOnce ? reads : searches, handle -> {
            Query query = hits(handle, page, rare, days);
            return (plannedOnce ? query : query.addCustomizer(new AlwaysPlanned()))
                    .map((rs, context) -> new SearchHit(Rows.post(rs), rs.getFloat("score")))
                    .list();
        });
    }

    private Query hits(Handle handle, SearchPage page, boolean rare, Optional<List<Long>> days) {
        SearchPage.Ranked ranked = page.ranked();
        var sql = new SqlSearch(page.condition());
        String text = (rare ? sql.rare(days.isPresent()) : sql.newest()) + (ranked == null ? HIT_ROWS : RANKED_ROWS);
        Query query = bound(handle.createQuery(text), sql.values(), page.range(), budget)
                .bind("limit", page.newest());
        days.ifPresent(each -> query.bindArray("days", Long.class, each));
        if (!rare) {
            query.bind("near", SqlSearch.near(page.newest())).bind("far", SqlSearch.FURTHER);
        }
        if (ranked == null) {
            return query;
        }
        SearchPage.SearchKey after = ranked.after();
        return query.bind("rankedBy", ranked.terms())
                .bind("best", page.limit())
                .bind("afterScore", after == null ? Float.POSITIVE_INFINITY : after.score())
                .bind("afterId", after == null ? Long.MAX_VALUE : after.id());
    }

    Map<Instant, Long> counts(Condition condition, IdRange range, Duration width) {
        var sql = new SqlSearch(condition);
        String text = sql.counts();
        return within(
                searches,
                handle -> planned(handle.createQuery(text), sql.values(), range, budget.multipliedBy(COUNTS_SHARE))
                        .bind("width", SqlSearch.interval(width))
                        .reduceRows(new HashMap<>(), (counts, row) -> {
                            counts.put(
                                    row.getColumn("bucket", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getColumn("posts", Long.class));
                            return counts;
                        }));
    }

    Stretch walk(Condition condition, IdRange range, int rows, int limit) {
        var sql = new SqlOldest(condition);
        String text = sql.walked();
        List<Walked> walked = within(
                searches,
                handle -> planned(handle.createQuery(text), sql.values(), range, budget)
                        .bind("rows", rows)
                        .bind("limit", limit)
                        .map((rs, context) -> Walked.of(rs))
                        .list());
        return new Stretch(
                walked.stream().flatMap(row -> row.post().stream()).toList(),
                walked.get(0).reached());
    }

    Stretch lookUp(Condition condition, IdRange range, int limit) {
        var sql = new SqlOldest(condition);
        String text = sql.found();
        List<CountedPost> posts = within(
                searches,
                handle -> planned(handle.createQuery(text), sql.values(), range, budget.dividedBy(LOOK_UP_PART))
                        .bind("limit", limit)
                        .map((rs, context) -> Rows.post(rs))
                        .list());
        return new Stretch(
                posts,
                posts.size() < limit ? range.until() : posts.get(limit - 1).id() + 1);
    }

    private static Query planned(Query query, Map<String, Object> values, IdRange range, Duration budget) {
        return bound(query, values, range, budget).addCustomizer(new AlwaysPlanned());
    }

    private static Query bound(Query query, Map<String, Object> values, IdRange range, Duration budget) {
        values.forEach(query::bind);
        return SqlMicroblog.bind(query, range).addCustomizer(new Within(budget));
    }

    private <T> T within(Jdbi jdbi, HandleCallback<T, RuntimeException> statement) {
        try {
            return SqlMicroblog.read(jdbi, statement);
        } catch (MicroblogUnavailableException e) {
            if (isCancelled(e) && isWell()) {
                throw new SearchTooBroadException("the search did not end within its time", e);
            }
            throw e;
        }
    }

    private static boolean isCancelled(MicroblogUnavailableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database answers what it always answers at once: then a slow search was the search's doing. */
    private boolean isWell() {
        try {
            return SqlMicroblog.read(
                    searches,
                    handle -> handle.createQuery(YARDSTICK)
                                    .addCustomizer(new Within(YARDSTICK_BUDGET))
                                    .mapTo(Long.class)
                                    .one()
                            >= 0);
        } catch (MicroblogUnavailableException e) {
            return false;
        }
    }

    /**
     * A row of a walk.
     *
     * @param post a match; empty in the one row of a walk without any
     * @param reached how far the walk came
     */
    private record Walked(Optional<CountedPost> post, long reached) {
        private static Walked of(ResultSet row) throws SQLException {
            return new Walked(
                    row.getObject("id") == null ? Optional.empty() : Optional.of(Rows.post(row)),
                    row.getLong("reached"));
        }
    }

    /** Ends a statement when its time is over. */
    private record Within(Duration budget) implements StatementCustomizer {
        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            statement.unwrap(PgStatement.class).setQueryTimeoutMs(budget.toMillis());
        }
    }
}
