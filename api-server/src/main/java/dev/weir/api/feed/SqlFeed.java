package dev.weir.api.feed;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * The feed as PostgreSQL has it.
 *
 * <p>Ids and sequence numbers are taken before a commit, so their order is not that of commits, and a reader that follows
 * them steps over a slow transaction. Here writers only drop their posts into an inbox; {@link #extend} moves what is
 * committed to the end of the feed, one gateway at a time, and gives positions without gaps. A post committed before
 * another was begun always comes first, and all readers see the same order. Neither a long transaction elsewhere (an
 * import, a backup) nor a frozen gateway holds the feed up, and writers never wait for each other, as they would with
 * positions under a lock or with {@code NOTIFY}, whose queue is locked until each commit is on disk.
 *
 * <p>All methods throw {@link org.jdbi.v3.core.JdbiException} when the database does not answer. Thread-safe.
 */
public final class SqlFeed {

    /** How long entries are kept: the longest backfill of five minutes, a long outage of a gateway, and a margin. */
    public static final Duration KEPT = Duration.ofMinutes(15);

    private static final int EXTENDED_AT_ONCE = 2_000;

    private final Jdbi jdbi;

    public SqlFeed(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Moves committed posts from the inbox to the feed; when another gateway is doing so, leaves it to that one. */
    public void extend() {
        boolean more;
        do {
            more = jdbi.withHandle(handle -> handle.createQuery("""
                            select case when exists (select from microblog.feed_inbox)
                                then microblog.extend_feed(:most) else 0 end
                            """)
                            .bind("most", EXTENDED_AT_ONCE)
                            .mapTo(Long.class)
                            .one())
                    == EXTENDED_AT_ONCE;
        } while (more);
    }

    /** The last position given; 0 before the first post. */
    public long head() {
        return jdbi.withHandle(handle -> handle.createQuery("select position from microblog.feed_head")
                .mapTo(Long.class)
                .one());
    }

    /**
     * What follows a position, in order, up to the first gap: there is none unless entries were pruned.
     *
     * @param most entries at most, at least 1
     */
    public List<FeedEntry> after(long position, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select position, post_id, at from microblog.feed
                        where position > :position order by position limit :most
                        """)
                .bind("position", position)
                .bind("most", most)
                .map((rs, context) -> new FeedEntry(
                        rs.getLong("position"),
                        rs.getLong("post_id"),
                        rs.getObject("at", OffsetDateTime.class).toInstant()))
                .list());
    }

    /** The position behind which the entries of the last {@code length} begin; the head when there are none. */
    public long startOf(Duration length) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select coalesce(
                            (select position - 1 from microblog.feed
                                where at >= clock_timestamp() - make_interval(secs => :seconds)
                                order by at, position limit 1),
                            (select position from microblog.feed_head))
                        """)
                .bind("seconds", (double) length.toSeconds())
                .mapTo(Long.class)
                .one());
    }

    /**
     * Removes entries that have been there for {@link #KEPT}.
     *
     * @return how many were removed
     */
    public int prune() {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        delete from microblog.feed where at < clock_timestamp() - make_interval(secs => :seconds)
                        """)
                .bind("seconds", (double) KEPT.toSeconds())
                .execute());
    }
}
