package dev.weir.api.microblog;

/**
 * The statement of home timelines.
 *
 * <p>Nothing is shown that is not so at the moment of reading: whom the user follows, who is hidden and which posts there
 * are is asked of their own tables, so that a follow, its end, a deletion or a suspension takes effect at once. Where a
 * post has not been copied to home timelines it is found with its author: while it waits to be copied, when its author
 * has too many followers, and when it is older than what home timelines hold.
 */
final class HomeSql {

    private static final String SHOWN = """
            not u.suspended and (not u.protected or u.id = :user)
            """;

    private static final String KINDS = """
            and (:replies or p.reply_to_id is null) and (:reposts or p.repost_of_id is null)
            """;

    private static final String FILLED = "(select filled_from from microblog.home_state)";

    /** What has been copied, what waits to be, and what is looked up with its author; in the order wanted. */
    private static final String COPIED_PAGE = """
            (select h.post_id as id, p.ctid as tid
                from microblog.home h
                join microblog.follows f on f.follower_id = h.user_id and f.followed_id = h.author_id
                join microblog.posts p on p.id = h.post_id
                join microblog.users u on u.id = p.author_id
                where h.user_id = :user and h.post_id >= :from and h.post_id < :until
                    and h.post_id >= coalesce((
                        select post_id from microblog.home where user_id = :user
                        order by post_id desc offset :depth - 1 limit 1), 0)
                    and <shown> <kinds>
                order by h.post_id <order> limit :limit)
            union
            (select p.id, p.ctid
                from microblog.fanouts q
                join microblog.follows f on f.follower_id = :user and f.followed_id = q.author_id
                join microblog.posts p on p.id = q.post_id
                join microblog.users u on u.id = p.author_id
                where q.post_id >= :from and q.post_id < :until and <shown> <kinds>
                order by p.id <order> limit :limit)
            union
            (select p.id, p.tid
                from (select cast(:user as bigint) as id
                    union all
                    select a.user_id from microblog.follows f join microblog.pulled_authors a on a.user_id = f.followed_id
                    where f.follower_id = :user) as author
                join microblog.users u on u.id = author.id and <shown>
                cross join lateral (
                    select p.id, p.ctid as tid from microblog.posts p
                    where p.author_id = author.id and p.id >= greatest(:from, <filled>) and p.id < :until <kinds>
                    order by p.id <order> limit :limit) as p
                order by p.id <order> limit :limit)
            """;

    /** What is older than home timelines: looked up with each author. */
    private static final String OLDER_PAGE = """
            (select p.id, p.tid
                from (select cast(:user as bigint) as id
                    union all
                    select f.followed_id from microblog.follows f where f.follower_id = :user) as author
                join microblog.users u on u.id = author.id and <shown>
                cross join lateral (
                    select p.id, p.ctid as tid from microblog.posts p
                    where p.author_id = author.id and p.id >= :from and p.id < least(:until, <filled>) <kinds>
                    order by p.id <order> limit :limit) as p
                order by p.id <order> limit :limit)
            """;

    /**
     * First what is nearer to the beginning of the page; the other part is only looked at when that does not fill it. A
     * condition that does not depend on a row is tested once, before any row is read.
     */
    private static final String BOTH = """
            with first as materialized (<first>),
            second as materialized (
                select id, tid from (<second>) as further where (select count(*) from first) < :limit),
            page as materialized (
                select id, tid from (select id, tid from first union select id, tid from second) as found
                order by id <order> limit :limit)
            """;

    private HomeSql() {}

    /**
     * A page of a home timeline.
     *
     * @param rows what to select of {@code page}, ordered
     */
    static String page(TimelinePage.Order order, String rows) {
        boolean newest = order == TimelinePage.Order.NEWEST;
        String copied = "select id, tid from (" + COPIED_PAGE + ") as copied order by id <order> limit :limit";
        return BOTH.replace("<first>", newest ? copied : OLDER_PAGE)
                        .replace("<second>", newest ? OLDER_PAGE : copied)
                        .replace("<shown>", SHOWN.strip())
                        .replace("<kinds>", KINDS.strip())
                        .replace("<filled>", FILLED)
                        .replace("<order>", newest ? "desc" : "asc")
                + rows;
    }
}
