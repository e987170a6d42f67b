package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.NewestPosts;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts edges against counters, and compares what users are said to have written last with their posts. Every write
 * changes both in one transaction, so there is nothing to find, unless someone has changed the tables by other means.
 *
 * <p>Counters that came with an import may hold more than is stored here; of those it only asks that they hold no less.
 * Reads whole tables, in one snapshot each for posts and users; writes may go on meanwhile. Thread-safe.
 */
public final class Reconciliation {

    /**
     * How far a counter is from what it counts.
     *
     * @param counter its name, for example {@code posts.likes}
     * @param rows how many posts or users it is wrong for
     * @param drift the sum of the differences, without sign; of newest posts, how many are others
     */
    public record Drift(String counter, long rows, long drift) {}

    private static final List<String> OF_POSTS = List.of("replies", "reposts", "likes", "quotes");
    private static final List<String> OF_USERS = List.of("followers", "following", "posts", "likes_given");

    private static final String POSTS = """
            with edges as (
                select id, sum(replies) as replies, sum(reposts) as reposts, sum(likes) as likes, sum(quotes) as quotes
                from (
                    select reply_to_id as id, count(*) as replies, 0 as reposts, 0 as likes, 0 as quotes
                        from microblog.posts where reply_to_id is not null group by 1
                    union all select repost_of_id, 0, count(*), 0, 0
                        from microblog.posts where repost_of_id is not null group by 1
                    union all select post_id, 0, 0, count(*), 0 from microblog.likes group by 1
                    union all select quoted_id, 0, 0, 0, count(*)
                        from microblog.posts where quoted_id is not null group by 1) as each
                group by id),
            counted as (
                select p.id, coalesce(c.elsewhere, true) as elsewhere,
                    coalesce(c.replies, 0) as replies, coalesce(e.replies, 0)::bigint as e_replies,
                    coalesce(c.reposts, 0) as reposts, coalesce(e.reposts, 0)::bigint as e_reposts,
                    coalesce(c.likes, 0) as likes, coalesce(e.likes, 0)::bigint as e_likes,
                    coalesce(c.quotes, 0) as quotes, coalesce(e.quotes, 0)::bigint as e_quotes
                from microblog.posts p
                left join microblog.post_counts c on c.post_id = p.id
                left join edges e on e.id = p.id),
            """;

    private static final String USERS = """
            with edges as (
                select id, sum(followers) as followers, sum(following) as following, sum(posts) as posts,
                    sum(likes_given) as likes_given
                from (
                    select followed_id as id, count(*) as followers, 0 as following, 0 as posts, 0 as likes_given
                        from microblog.follows group by 1
                    union all select follower_id, 0, count(*), 0, 0 from microblog.follows group by 1
                    union all select author_id, 0, 0, count(*), 0 from microblog.posts group by 1
                    union all select user_id, 0, 0, 0, count(*) from microblog.likes group by 1) as each
                group by id),
            counted as (
                select u.id, coalesce(c.elsewhere, true) as elsewhere,
                    coalesce(c.followers, 0) as followers, coalesce(e.followers, 0)::bigint as e_followers,
                    coalesce(c.following, 0) as following, coalesce(e.following, 0)::bigint as e_following,
                    coalesce(c.posts, 0) as posts, coalesce(e.posts, 0)::bigint as e_posts,
                    coalesce(c.likes_given, 0) as likes_given, coalesce(e.likes_given, 0)::bigint as e_likes_given
                from microblog.users u
                left join microblog.user_counts c on c.user_id = u.id
                left join edges e on e.id = u.id),
            """;

    private static final String WRONG_NEWEST = """
            select u.id from microblog.users u
            left join microblog.user_counts c on c.user_id = u.id
            left join (select author_id, max(id) as id from microblog.posts group by author_id) newest
                on newest.author_id = u.id
            where c.newest_post_id is distinct from newest.id
            """;

    /** Holds the rows, for the statement that looks up what is right. */
    private static final String FORGET_NEWEST = "insert into microblog.user_counts (user_id) " + WRONG_NEWEST
            + "order by u.id on conflict (user_id) do update set newest_post_id = null returning user_id";

    private static final String RENEW_NEWEST = NewestPosts.renewed(":authors");

    private final Jdbi jdbi;

    public Reconciliation(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The drift of each counter, right ones included. */
    public List<Drift> check() {
        return jdbi.withHandle(handle -> {
            List<Drift> drifts = new ArrayList<>();
            check(handle, POSTS, "posts", OF_POSTS, drifts);
            check(handle, USERS, "users", OF_USERS, drifts);
            long others = handle.createQuery("select count(*) from (" + WRONG_NEWEST + ") wrong")
                    .mapTo(Long.class)
                    .one();
            drifts.add(new Drift("users.newest_post", others, others));
            return List.copyOf(drifts);
        });
    }

    private static void check(Handle handle, String counted, String of, List<String> counters, List<Drift> drifts) {
        var sql = new StringBuilder(counted).append(differences(counters)).append(" select ");
        for (String counter : counters) {
            sql.append("count(*) filter (where d_%1$s <> 0) as r_%1$s, coalesce(sum(abs(d_%1$s)), 0) as s_%1$s, "
                    .formatted(counter));
        }
        handle.createQuery(sql.append("0 as last from differences"))
                .map((row, context) -> {
                    for (String counter : counters) {
                        drifts.add(new Drift(
                                of + "." + counter, row.getLong("r_" + counter), row.getLong("s_" + counter)));
                    }
                    return of;
                })
                .one();
    }

    /** What to add to each counter to make it right. */
    private static String differences(List<String> counters) {
        var sql = new StringBuilder("differences as materialized (select id, elsewhere");
        for (String counter : counters) {
            sql.append(", case when elsewhere then greatest(0, e_%1$s - %1$s) else e_%1$s - %1$s end as d_%1$s"
                    .formatted(counter));
        }
        return sql.append(" from counted)").toString();
    }

    /**
     * Makes every counter right. Adds differences, so that what is written meanwhile is kept.
     *
     * @return posts and users whose counters were changed, and users who have written something else last
     */
    public long repair() {
        return repair(POSTS, "post_counts", "post_id", OF_POSTS)
                + repair(USERS, "user_counts", "user_id", OF_USERS)
                + repairNewest();
    }

    private long repairNewest() {
        return new Transactions(jdbi).run(handle -> {
            List<Long> users =
                    handle.createQuery(FORGET_NEWEST).mapTo(Long.class).list();
            handle.createUpdate(RENEW_NEWEST)
                    .bind("authors", PostRows.array(users))
                    .execute();
            return (long) users.size();
        });
    }

    private long repair(String counted, String table, String key, List<String> counters) {
        var columns = String.join(", ", counters);
        var wrong = String.join(
                " or ",
                counters.stream().map(counter -> "d_" + counter + " <> 0").toList());
        var inserted = String.join(
                ", ",
                counters.stream()
                        .map(counter -> "greatest(0, d_" + counter + ")")
                        .toList());
        var sql = new StringBuilder(counted)
                .append(differences(counters))
                .append(", changed as (insert into microblog.%s as c (%s, elsewhere, %s) select id, elsewhere, %s"
                        .formatted(table, key, columns, inserted))
                .append(" from differences where %s order by id on conflict (%s) do update set ".formatted(wrong, key));
        for (String counter : counters) {
            sql.append("%1$s = greatest(0, c.%1$s + (select d_%1$s from differences d where d.id = c.%2$s)), "
                    .formatted(counter, key));
        }
        sql.append("elsewhere = c.elsewhere returning 1) select count(*) from changed");
        String whole = sql.toString();
        return new Transactions(jdbi)
                .run(handle -> handle.createQuery(whole).mapTo(Long.class).one());
    }
}
