package dev.weir.api.microblog;

/**
 * The statements that read lists, each from a place on and from a place back. The page is chosen before anything
 * is joined to it.
 *
 * <p>In the texts {@code %1$s} compares with the place, {@code %2$s} is the order, {@code %3$s} its reverse, {@code %4$s}
 * whether the user concerned is hidden, and {@code %5$s} the time of an edge in microseconds.
 */
enum ListSql {
    MENTIONS(Kind.POSTS, "m.author_id", """
            with reach as materialized (
                select id from (
                    (select post_id as id from microblog.mentions
                    where username = :username order by post_id desc limit :depth)
                    union
                    (select a.id from microblog.posts a where a.reply_to_user_id = :user order by a.id desc limit :depth)
                    ) found order by id desc limit :depth),
            page as materialized (
                select m.id, m.ctid as tid, 0::bigint as major, m.id as place
                from reach join microblog.posts m on m.id = reach.id
                where reach.id %1$s :place and reach.id >= :from and reach.id < :until
                    and m.created_at >= :createdFrom and m.created_at < :createdUntil
                    and m.repost_of_id is null and m.author_id <> :user and not %4$s
                order by reach.id %2$s limit :limit)
            """),
    QUOTES(Kind.POSTS, "m.author_id", """
            with page as materialized (
                select m.id, m.ctid as tid, 0::bigint as major, m.id as place from microblog.posts m
                where m.quoted_id = :post and m.id %1$s :place
                    and (:replies or m.reply_to_id is null) and (:reposts or m.repost_of_id is null) and not %4$s
                order by m.id %2$s limit :limit)
            """),
    LIKED(Kind.POSTS, "m.author_id", """
            with page as materialized (
                select m.id, m.ctid as tid, %5$s as major, m.id as place
                from microblog.likes e join microblog.posts m on m.id = e.post_id
                where e.user_id = :user and (e.created_at, e.post_id) %1$s (cast(:time as timestamptz), :place)
                    and not %4$s
                order by e.created_at %2$s, e.post_id %2$s limit :limit)
            """),
    REPOSTERS(Kind.USERS, "m.author_id", """
            with page as materialized (
                select m.author_id as id, 0::bigint as major, m.id as place from microblog.posts m
                where m.repost_of_id = :post and m.id %1$s :place
                    and not exists (
                        select from microblog.posts later
                        where later.repost_of_id = :post and later.author_id = m.author_id and later.id > m.id)
                    and not %4$s
                order by m.id %2$s limit :limit)
            """),
    LIKERS(Kind.USERS, "e.user_id", """
            with page as materialized (
                select e.user_id as id, %5$s as major, e.user_id as place from microblog.likes e
                where e.post_id = :post and (e.created_at, e.user_id) %1$s (cast(:time as timestamptz), :place)
                    and not %4$s
                order by e.created_at %2$s, e.user_id %2$s limit :limit)
            """),
    FOLLOWERS(Kind.USERS, "e.follower_id", """
            with page as materialized (
                select e.follower_id as id, %5$s as major, e.follower_id as place from microblog.follows e
                where e.followed_id = :user and (e.created_at, e.follower_id) %1$s (cast(:time as timestamptz), :place)
                    and not %4$s
                order by e.created_at %2$s, e.follower_id %2$s limit :limit)
            """),
    FOLLOWED(Kind.USERS, "e.followed_id", """
            with page as materialized (
                select e.followed_id as id, %5$s as major, e.followed_id as place from microblog.follows e
                where e.follower_id = :user and (e.created_at, e.followed_id) %1$s (cast(:time as timestamptz), :place)
                    and not %4$s
                order by e.created_at %2$s, e.followed_id %2$s limit :limit)
            """),
    /** Ids grow along this list, so its keys are negative. */
    CALLED(Kind.USERS, "n.id", """
            with page as materialized (
                (select n.id, 0::bigint as major, -n.id as place from microblog.users n
                where lower(n.username) = :username and (0, -n.id) %1$s (:major, :place)
                    and not (n.protected or n.suspended))
                union all
                (select n.id, -1::bigint, -n.id from microblog.users n
                where n.names @@ cast(:words as tsquery) and lower(n.username) <> :username
                    and n.id >= :from and n.id < :until and not (n.protected or n.suspended)
                order by n.id %3$s limit :limit)
                order by major %2$s, place %2$s limit :limit)
            """);

    private enum Kind {
        POSTS,
        USERS
    }

    private final String on;
    private final String back;

    ListSql(Kind kind, String user, String page) {
        String rows = switch (kind) {
            case POSTS ->
                Rows.POST_COLUMNS.stripTrailing() + ", page.major, page.place\nfrom page\n" + Rows.SEEN_POST_JOINS;
            case USERS ->
                Rows.USER_COLUMNS.stripTrailing() + ", page.major, page.place\nfrom page\n"
                        + "join microblog.users u on u.id = page.id\n" + Rows.USER_JOINS;
        };
        String end = rows + "order by page.major desc, page.place desc";
        String hidden = "exists (select from microblog.users hidden where hidden.id = " + user
                + " and (hidden.protected or hidden.suspended))";
        String micros = "cast(extract(epoch from e.created_at) * 1000000 as bigint)";
        this.on = page.formatted("<", "desc", "asc", hidden, micros) + end;
        this.back = page.formatted(">", "asc", "desc", hidden, micros) + end;
    }

    /**
     * The statement.
     *
     * @param backwards whether it reads towards the beginning of the list
     */
    String text(boolean backwards) {
        return backwards ? back : on;
    }
}
