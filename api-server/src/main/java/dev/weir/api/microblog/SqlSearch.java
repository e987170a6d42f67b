package dev.weir.api.microblog;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the statements of search. Their shape decides which index they use, not the planner's guess of how often words
 * meet, which is wrong by a thousand where words avoid each other.
 *
 * <p>Newest first, what is known to be rare is looked up at once ({@link #rare}). Of anything else three steps of one
 * statement ({@link #newest}), each taken only if those before did not fill the page:
 *
 * <ol>
 *   <li>The newest {@link #NEAR} posts of the range are read one by one. Finds what is common.
 *   <li>If what was found there promises a page within {@link #FURTHER} more, sooner than by the indexes, those are read as
 *       well; and if a part of the condition that no index knows, such as the author's, has to be asked of too many posts
 *       otherwise.
 *   <li>What is rarer than that is looked up in the indexes, as a whole.
 * </ol>
 *
 * <p>So a common word never fetches its hundred thousands of posts, and a rare one never walks through the table.
 */
final class SqlSearch {

    /** Posts read one by one at first: about 3 ms (measured, 1 M posts). A full page may need more. */
    static final int NEAR = 2_000;

    /** Near posts for each hit wanted: a word of every twentieth post fills its page at once. */
    private static final int NEAR_PER_HIT = 20;

    /** Posts read one by one at second: about 60 ms. */
    static final int FURTHER = 50_000;

    /**
     * Hits that are fetched without asking first of which days they are, which takes 0.4 ms; a hit of another day takes 3 µs
     * from memory and 100 or more from a disk (measured, 1 M posts of 25 days).
     */
    private static final int MOST_OF_ANY_DAY = 200;

    /** What is found by an index is fetched from all over the table, which costs about as much as reading four in order. */
    private static final double FETCHED = 4;

    /** Hits that are looked up at once at most: about 12 ms in memory, some 100 ms from a disk (measured, 1 M posts). */
    private static final int MOST_RARE = 2_000;

    static final String WITHIN = """
             and m.created_at >= :createdFrom and m.created_at < :createdUntil
                and not exists (
                    select from microblog.users hidden
                    where hidden.id = m.author_id and (hidden.protected or hidden.suspended))
            """;

    /** Reading goes by the fence of a limit within: without, the planner might join first. */
    private static final String WALKED = """
            select m.id, m.tid from (
                    select *, ctid as tid from microblog.posts where id >= :from and id < %s order by id desc limit %s) m
                where %s""" + WITHIN + "    order by m.id desc limit :limit";

    private static final String HITS = """
            with near as materialized (
                %s),
            seen as materialized (
                select count(*) as hits,
                    case when count(*) < :limit then coalesce((
                        select id from microblog.posts where id >= :from and id < :until
                        order by id desc offset :near - 1 limit 1), :from) else :from end as reached,
                    %s
                from near),
            further as materialized (
                %s),
            walked as materialized (
                select hits + (select count(*) from further) as hits,
                    case when hits < :limit and promising then coalesce((
                        select id from microblog.posts where id >= :from and id < reached
                        order by id desc offset :far - 1 limit 1), :from) else reached end as reached
                from seen),
            rest as materialized (
                %s),
            page as materialized (
                select id, tid from near union all select id, tid from further union all select id, tid from rest
                order by id desc limit :limit)
            """;

    private static final String FURTHER_ROWS =
            "(select case when hits < :limit and promising then :far else 0 end from seen)";

    /**
     * At the density of the nearest posts the next step fills the page, and sooner than the indexes would: with {@code h}
     * hits among {@code near} posts it reads {@code limit * near / h} posts in their order, where the indexes fetch
     * {@code all * h / near} from all over the table, each for as much as {@link #FETCHED} of the others.
     */
    private static final String DENSE = """
            count(*) * :far >= :limit * :near
                        and cast(:limit as float8) * :near * :near <= %s * count(*) * count(*) * (
                            select greatest(reltuples, 0) from pg_class where oid = cast('microblog.posts' as regclass))""".formatted(FETCHED);

    /** What the indexes answer of the condition is so common that finding it all would read more than the next step. */
    private static final String COMMONPLACE = """
            or count(*) < :limit and 50 * (
                        select count(*) from (
                            select * from microblog.posts where id >= :from and id < :until order by id desc limit :near) m
                        where %s) >= :near""";

    /** Adding nothing keeps the planner from walking the primary key, which is what this step is there to avoid. */
    private static final String FOUND = """
            select m.id, m.ctid as tid from microblog.posts m
                where %s and m.id >= :from and m.id < :until%s""" + WITHIN + "    order by m.id + 0 desc limit %s";

    /** Adding nothing to what is compared leaves one way to the posts, the text index, whatever the words and the range are. */
    private static final String FOUND_BY_TERMS = """
            select m.id, m.ctid as tid from microblog.posts m
                where %s%s and m.id + 0 >= :from and m.id + 0 < :until""" + WITHIN + "    order by m.id + 0 desc limit :limit";

    /** The text index knows the day of each post, in these very words. */
    private static final String OF_DAYS = " and array[m.id / " + Snowflakes.DAY + "] && cast(:days as bigint[])";

    private static final String UNWALKED = " and m.id + 0 < (select reached from walked)";

    private static final String COUNTS = """
            select date_bin(cast(:width as interval), m.created_at, timestamptz '2000-01-01 00:00:00Z') as bucket,
                count(*) as posts
            from %s
            where %s and m.id >= :from and m.id < :until""" + WITHIN + "group by bucket";

    private static final String UNFILLED = "(select greatest(:limit - hits, 0) from walked)";

    private final SqlConditions conditions = new SqlConditions();
    private final Condition condition;

    SqlSearch(Condition condition) {
        this.condition = condition;
    }

    /** What the statements written so far bind, beside the range and the limits. */
    Map<String, Object> values() {
        return conditions.values();
    }

    /**
     * Whether it is sure to be met by so few posts that all of them are looked up sooner than a page is found by reading post
     * by post: of {@code all} posts with {@code h} hits that reads {@code limit * all / h}. Who asks for the best of the
     * newest wants no more of them either.
     *
     * @param limit how many are wanted
     */
    static boolean isRare(Condition condition, int limit, TermFrequencies frequencies) {
        double most = frequencies.most(condition);
        return most <= MOST_RARE && FETCHED * most * most <= limit * frequencies.posts();
    }

    /**
     * Whether {@link #rare} of it goes the same way for all values, so that it need not be planned anew: for a rare word that
     * is two thirds of the database's time (measured, 1 M posts).
     */
    static boolean isPlannedOnce(Condition condition) {
        return condition instanceof Condition.Terms;
    }

    /**
     * The days to ask of the index for, each of them in {@code :days}; nothing where fetching what other days have said as well
     * takes no longer.
     *
     * @param condition something that {@linkplain #isRare is rare} and {@linkplain #isPlannedOnce planned once}
     */
    static Optional<List<Long>> days(Condition condition, IdRange range, TermFrequencies frequencies) {
        return frequencies.most(condition) > MOST_OF_ANY_DAY ? range.days() : Optional.empty();
    }

    static int near(int limit) {
        return Math.max(NEAR, NEAR_PER_HIT * limit);
    }

    /** A common table expression {@code page (id, tid)} with the newest hits. */
    String newest() {
        String filter = conditions.filter(condition);
        return HITS.formatted(
                WALKED.formatted(":until", ":near", filter),
                promising(),
                WALKED.formatted("(select reached from seen)", FURTHER_ROWS, filter),
                found(UNWALKED, UNFILLED));
    }

    /**
     * The same of what {@linkplain #isRare is rare}. Every branch is, since all of them together are.
     *
     * @param ofDays whether it has {@link #days} to bind
     */
    String rare(boolean ofDays) {
        String page = isPlannedOnce(condition)
                ? FOUND_BY_TERMS.formatted(conditions.finder(condition), ofDays ? OF_DAYS : "")
                : found("", ":limit");
        return "with page as materialized (\n" + page + ")\n";
    }

    private String promising() {
        return "(" + DENSE + " "
                + condition
                        .indexed()
                        .map(indexed -> COMMONPLACE.formatted(conditions.filter(indexed)))
                        .orElse("")
                + ") as promising";
    }

    private String found(String where, String rows) {
        List<String> branches = condition.branches().stream()
                .map(branch -> FOUND.formatted(
                        conditions.finder(branch), where, condition.branches().size() == 1 ? rows : ":limit"))
                .toList();
        return branches.size() == 1
                ? branches.get(0)
                : branches.stream()
                        .collect(Collectors.joining(
                                ") union (", "select id, tid from ((", ")) found order by id + 0 desc limit " + rows));
    }

    /** The hits of a range, counted by time. */
    String counts() {
        List<Condition> branches = condition.branches();
        if (branches.size() == 1) {
            return COUNTS.formatted("microblog.posts m", conditions.finder(condition));
        }
        // Found first, as a whole: the planner might otherwise look each post up in every branch.
        String found = branches.stream()
                .map(branch -> "select m.id from microblog.posts m where " + conditions.finder(branch)
                        + " and m.id >= :from and m.id < :until")
                .collect(Collectors.joining(" union ", "with found as materialized (", ")\n"));
        return found + COUNTS.formatted("found join microblog.posts m on m.id = found.id", "true");
    }

    /** An interval as PostgreSQL reads it. */
    static String interval(Duration width) {
        return String.format(Locale.ROOT, "%d seconds", width.toSeconds());
    }
}
