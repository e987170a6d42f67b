package dev.weir.api.exports;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What was deleted of exports, as PostgreSQL knows it. Thread-safe. */
final class SqlDeletions {

    /**
     * Deletions looked at for one page. All of the microblog are looked through, whether they are of posts in the export or
     * not; where few are, this bounds the time of a page.
     */
    static final int LOOKED_AT = 50_000;

    /** Chunks of an export follow each other without overlap: only the last that begins at or before a post may hold it. */
    static final String PAGE = """
            with page as materialized (
                select d.post_id, d.deleted_at, d.reason
                from (
                    select post_id, deleted_at, reason from microblog.deletions
                    where (deleted_at, post_id) > (:time, :post)
                    order by deleted_at, post_id limit :looked) d
                where exists (
                    select from (
                        select ids, last_id from platform.export_chunks
                        where export_id = :id and first_id <= d.post_id order by first_id desc limit 1) c
                    where d.post_id <= c.last_id and d.post_id = any(c.ids))
                order by d.deleted_at, d.post_id limit :limit),
            reached as materialized (
                select post_id, deleted_at from microblog.deletions
                where (deleted_at, post_id) > (:time, :post) and (select count(*) from page) < :limit
                order by deleted_at, post_id offset :looked - 1 limit 1)
            select post_id, deleted_at, reason from page
            union all select post_id, deleted_at, null from reached
            order by deleted_at, post_id""";

    /**
     * A place among deletions, which are in the order of their times and then of their posts.
     *
     * @param micros microseconds since 1970, as PostgreSQL keeps times
     */
    record Place(long micros, long post) {

        /** Before everything of that time. */
        static Place before(Instant time) {
            return new Place(ChronoUnit.MICROS.between(Instant.EPOCH, time), -1);
        }

        private static Place of(Deletion deletion) {
            return new Place(ChronoUnit.MICROS.between(Instant.EPOCH, deletion.deletedAt()), deletion.id());
        }

        private Timestamp time() {
            return Timestamp.from(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        }
    }

    /**
     * Some deletions.
     *
     * @param next behind which the next page begins; empty if there is nothing behind this one. There may be a next page
     *     behind one that is not full
     */
    record Page(List<Deletion> deletions, Optional<Place> next) {
        Page {
            deletions = List.copyOf(deletions);
        }
    }

    /**
     * A row of the page.
     *
     * @param listed false for the place that was reached, which is not part of the page
     */
    private record Row(Deletion deletion, boolean listed) {}

    private final Jdbi jdbi;
    private final int lookedAt;

    SqlDeletions(Jdbi jdbi) {
        this(jdbi, LOOKED_AT);
    }

    /** @param lookedAt deletions looked at for one page, at least 1 */
    SqlDeletions(Jdbi jdbi, int lookedAt) {
        this.jdbi = jdbi;
        this.lookedAt = lookedAt;
    }

    /**
     * The deletions of an export behind a place, in one statement.
     *
     * @param size deletions at most, at least 1
     */
    Page page(String export, Place after, int size) {
        // One more than the page holds tells whether there is a page behind it.
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery(PAGE)
                .bind("id", export)
                .bind("time", after.time())
                .bind("post", after.post())
                .bind("looked", lookedAt)
                .bind("limit", size + 1)
                .map((rs, context) -> {
                    String reason = rs.getString(3);
                    return new Row(
                            new Deletion(rs.getLong(1), rs.getTimestamp(2).toInstant(), reason == null ? "" : reason),
                            reason != null);
                })
                .list());
        List<Deletion> listed =
                rows.stream().filter(Row::listed).map(Row::deletion).toList();
        if (listed.size() > size) {
            return new Page(listed.subList(0, size), Optional.of(Place.of(listed.get(size - 1))));
        }
        return new Page(
                listed, rows.stream().filter(row -> !row.listed()).findFirst().map(row -> Place.of(row.deletion())));
    }
}
