package dev.weir.api.demo.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.SearchTerms;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorldTest {

    private static final Instant NOW = Instant.parse("2026-11-20T15:30:00Z");
    private static final WorldSettings SMALL = new WorldSettings(7, 300, 6_000, Duration.ofDays(10));

    private final Jdbi jdbi = TestDatabase.create().jdbi();

    @BeforeEach
    void make() throws SQLException {
        assertThat(bringUpTo(NOW).fresh()).isTrue();
    }

    @Test
    void theWorldIsMadeOnceAndOnlyContinuedAfterwards() throws SQLException {
        long before = count("microblog.posts");
        assertThat(bringUpTo(NOW)).isEqualTo(new World.Added(false, 0, 0));
        var added = bringUpTo(NOW.plus(Duration.ofDays(2)));
        assertThat(added.fresh()).isFalse();
        assertThat(added.posts()).isBetween(1_000L, 1_400L);
        assertThat(count("microblog.posts")).isEqualTo(before + added.posts());
    }

    @Test
    void countersAgreeWithTheRowsTheyCount() throws SQLException {
        assertThatCountersAgree();
        bringUpTo(NOW.plus(Duration.ofHours(30)));
        assertThatCountersAgree();
    }

    @Test
    void startedAgainWeeksLaterThereArePostsOfTheLastSevenDays() throws SQLException {
        var later = NOW.plus(Duration.ofDays(25));
        bringUpTo(later);
        var week = later.minus(Duration.ofDays(7));
        assertThat(one("""
                select count(*) from microblog.posts p join microblog.users u on u.id = p.author_id
                where u.username = 'alice' and p.created_at > '%s'
                """.formatted(week))).isGreaterThanOrEqualTo(12);
        assertThat(one("select count(*) from microblog.posts where created_at > '%s' and search @@ %s"
                        .formatted(
                                week,
                                "'" + SearchTerms.quoted(World.searchWord()).replace("'", "''") + "'::tsquery")))
                .isGreaterThanOrEqualTo(12);
        assertThat(one("select count(*) from microblog.posts where created_at > '%s'".formatted(later)))
                .isZero();
    }

    @Test
    void aWorldThatWasInterruptedIsMadeAgain() throws SQLException {
        jdbi.useHandle(handle -> handle.execute("drop table demo.world"));
        var indexes = indexes();
        assertThat(bringUpTo(NOW).fresh()).isTrue();
        assertThat(indexes()).isEqualTo(indexes);
        assertThatCountersAgree();
    }

    @Test
    void theSameSeedMakesTheSameWorld() throws SQLException {
        var other = TestDatabase.create().jdbi();
        try (var handle = other.open()) {
            write(NOW, handle);
            assertThat(digest(handle)).isEqualTo(jdbi.withHandle(WorldTest::digest));
        }
    }

    @Test
    void everyReferenceOfAnEdgeExists() {
        assertThat(one("""
                select count(*) from microblog.likes l
                left join microblog.posts p on p.id = l.post_id left join microblog.users u on u.id = l.user_id
                where p.id is null or u.id is null or l.created_at < p.created_at
                """)).isZero();
        assertThat(one("""
                select count(*) from microblog.posts p left join microblog.users u on u.id = p.author_id
                where u.id is null
                """)).isZero();
    }

    @Test
    void whatPostsShowIsThereAndFound() throws SQLException {
        bringUpTo(NOW.plus(Duration.ofDays(1)));
        long showing = one("select count(*) from microblog.posts where attachments is not null");
        assertThat(showing / (double) count("microblog.posts")).isBetween(0.02, 0.2);
        assertThat(one("""
                select count(*) from microblog.posts p
                cross join lateral jsonb_array_elements_text(p.attachments -> 'media_keys') k (media_key)
                where not exists (select from microblog.media m where m.media_key = k.media_key)""")).isZero();
        assertThat(found("has:media")).isEqualTo(showing);
        assertThat(found("has:videos")).isPositive();
        assertThat(found("has:images")).isPositive().isLessThan(showing);
    }

    @Test
    void everyMentionKnowsItsUser() throws SQLException {
        bringUpTo(NOW.plus(Duration.ofDays(1)));
        assertThat(one("select count(*) from microblog.posts where entities::text like '%\"id\"%'"))
                .isPositive();
        assertThat(one("""
                select count(*) from microblog.posts
                where entities is distinct from microblog.with_mentioned_ids(entities)""")).isZero();
    }

    private long found(String term) {
        return one("select count(*) from microblog.posts where search @@ $$'" + term + "'$$::tsquery");
    }

    private World.Added bringUpTo(Instant now) throws SQLException {
        try (var handle = jdbi.open()) {
            return write(now, handle);
        }
    }

    private static World.Added write(Instant now, Handle handle) throws SQLException {
        try (var world = new World(SMALL, now)) {
            return world.writeTo(handle.getConnection());
        }
    }

    private void assertThatCountersAgree() {
        assertThat(one("""
                select count(*) from microblog.post_counts c
                left join (select post_id, count(*) n from microblog.likes group by 1) l on l.post_id = c.post_id
                left join (select reply_to_id, count(*) n from microblog.posts group by 1) r on r.reply_to_id = c.post_id
                left join (select repost_of_id, count(*) n from microblog.posts group by 1) o
                    on o.repost_of_id = c.post_id
                left join (select quoted_id, count(*) n from microblog.posts group by 1) q on q.quoted_id = c.post_id
                where (c.likes, c.replies, c.reposts, c.quotes)
                    <> (coalesce(l.n, 0), coalesce(r.n, 0), coalesce(o.n, 0), coalesce(q.n, 0))
                """)).isZero();
        assertThat(one("""
                select count(*) from microblog.user_counts c
                left join (select author_id, count(*) n, max(id) newest from microblog.posts group by 1) p
                    on p.author_id = c.user_id
                left join (select user_id, count(*) n from microblog.likes group by 1) l on l.user_id = c.user_id
                left join (select followed_id, count(*) n from microblog.follows group by 1) f
                    on f.followed_id = c.user_id
                left join (select follower_id, count(*) n from microblog.follows group by 1) g
                    on g.follower_id = c.user_id
                where (c.posts, c.likes_given, c.followers, c.following)
                    <> (coalesce(p.n, 0), coalesce(l.n, 0), coalesce(f.n, 0), coalesce(g.n, 0))
                    or c.newest_post_id is distinct from p.newest
                """)).isZero();
        assertThat(count("microblog.post_counts")).isEqualTo(count("microblog.posts"));
        assertThat(count("microblog.user_counts")).isEqualTo(count("microblog.users"));
    }

    private List<String> indexes() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select indexdef from pg_indexes where schemaname = 'microblog' order by indexname")
                .mapTo(String.class)
                .list());
    }

    private static String digest(Handle handle) {
        return handle.createQuery("""
                        select md5(string_agg(md5(p::text), '' order by p.id)) from microblog.posts p
                        """).mapTo(String.class).one();
    }

    private long count(String table) {
        return one("select count(*) from " + table);
    }

    private long one(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
