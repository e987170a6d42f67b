package dev.weir.api.exports;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Exports as PostgreSQL has them. Each method is one statement but for those that say otherwise. Thread-safe. */
final class SqlExports {

    private static final String COLUMNS = """
            id, account_id, app_id, plan, query, condition, fields, start_time, end_time, status, waiting_for, created_at,
            completed_at, expires_at, last_id, posts, bytes, part, part_posts, part_bytes""";

    // Two orders at the same moment would each see room for one: those of an account go one after the other.
    private static final String LOCK_ACCOUNT = "select 1 from platform.accounts where id = :account for update";

    private static final String ADD = """
            insert into platform.exports (
                id, account_id, app_id, plan, query, condition, fields, start_time, end_time, created_at, expires_at)
            select :id, :account, :app, :plan, :query, cast(:condition as jsonb), :fields, :start, :end, :now, :expires
            where (
                select count(*) from platform.exports
                where account_id = :account and status in ('created', 'in_progress')) < :most
            returning\s""" + COLUMNS;

    private static final String FIND = "select " + COLUMNS
            + " from platform.exports where id = :id and account_id = :account and expires_at > :now";

    private static final String LIST = "select " + COLUMNS + "\n" + """
            from platform.exports where account_id = :account and expires_at > :now
            order by created_at desc, id desc limit :limit""";

    private static final String CLAIM = """
            update platform.exports set status = 'in_progress', waiting_for = null, runner = :runner,
                runner_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id = (
                select id from platform.exports
                where status in ('created', 'in_progress') and not_before <= clock_timestamp()
                    and (runner_until is null or runner_until < clock_timestamp())
                order by not_before, created_at limit 1 for update skip locked)
            returning\s""" + COLUMNS;

    private static final String OWN = "select " + COLUMNS + "\n" + """
            from platform.exports
            where id = :id and runner = :runner and last_id = :last and status = 'in_progress' for update""";

    private static final String ADD_CHUNK = """
            insert into platform.export_chunks (export_id, part, number, first_id, last_id, ids, content)
            values (:id, :part, :number, :first, :last, :ids, :content)""";

    private static final String ADVANCE = """
            update platform.exports set last_id = :last, posts = posts + :posts, bytes = bytes + :bytes, faults = 0,
                part = part + :ended, part_posts = case when :ended = 1 then 0 else part_posts + :posts end,
                part_bytes = case when :ended = 1 then 0 else part_bytes + :bytes end,
                runner_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id = :id""";

    private static final String PASS = """
            update platform.exports set last_id = :last, faults = 0,
                runner_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id = :id and runner = :runner and last_id = :before and status = 'in_progress'
            returning\s""" + COLUMNS;

    private static final String CONTENT =
            "select content from platform.export_chunks where export_id = :id and part = :part order by number";

    private static final String ADD_PART = """
            insert into platform.export_parts (export_id, number, posts, bytes, sha256)
            values (:id, :part, :posts, :bytes, :sha256)""";

    private static final String COMPLETE = """
            update platform.exports set status = 'complete', completed_at = :now, runner = null, runner_until = null
            where id = :id""";

    private static final String PAUSE = """
            update platform.exports set waiting_for = :reason, runner = null, runner_until = null,
                not_before = clock_timestamp() + :wait * interval '1 millisecond'
            where id = :id and runner = :runner""";

    private static final String FAULT = """
            update platform.exports set faults = faults + 1, runner = null, runner_until = null,
                status = case when faults + 1 >= :most then 'failed' else status end,
                waiting_for = 'a fault of ours',
                not_before = clock_timestamp() + (faults + 1) * interval '10 seconds'
            where id = :id and runner = :runner""";

    private static final String PARTS =
            "select number, posts, bytes, sha256 from platform.export_parts where export_id = :id order by number";

    private static final String PART = """
            select number, posts, bytes, sha256 from platform.export_parts
            where number = :part and export_id = (
                select id from platform.exports where id = :id and account_id = :account and expires_at > :now)""";

    private static final String DELETE = "delete from platform.exports where id = :id and account_id = :account";

    private static final String DELETE_EXPIRED = "delete from platform.exports where expires_at <= :now";

    private final Jdbi jdbi;

    SqlExports(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Orders an export, in two statements; empty when the account has {@code most} in progress. */
    Optional<Export> add(String id, ExportOrder order, Instant now, Instant expires, int most) {
        return jdbi.inTransaction(handle -> {
            handle.createQuery(LOCK_ACCOUNT)
                    .bind("account", order.accountId())
                    .mapTo(Integer.class)
                    .findOne();
            return handle.createQuery(ADD)
                    .bind("id", id)
                    .bind("account", order.accountId())
                    .bind("app", order.appId())
                    .bind("plan", order.plan())
                    .bind("query", order.query())
                    .bind("condition", order.condition())
                    .bindArray("fields", String.class, order.fields())
                    .bind("start", order.start().map(Timestamp::from).orElse(null))
                    .bind("end", Timestamp.from(order.end()))
                    .bind("now", Timestamp.from(now))
                    .bind("expires", Timestamp.from(expires))
                    .bind("most", most)
                    .map((rs, context) -> export(rs))
                    .findOne();
        });
    }

    Optional<Export> find(String id, long account, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(FIND)
                .bind("id", id)
                .bind("account", account)
                .bind("now", Timestamp.from(now))
                .map((rs, context) -> export(rs))
                .findOne());
    }

    /** The youngest exports of an account. */
    List<Export> list(long account, Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(LIST)
                .bind("account", account)
                .bind("now", Timestamp.from(now))
                .bind("limit", limit)
                .map((rs, context) -> export(rs))
                .list());
    }

    List<ExportPart> parts(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(PARTS)
                .bind("id", id)
                .map((rs, context) -> part(rs))
                .list());
    }

    Optional<ExportPart> part(String id, int part, long account, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(PART)
                .bind("id", id)
                .bind("part", part)
                .bind("account", account)
                .bind("now", Timestamp.from(now))
                .map((rs, context) -> part(rs))
                .findOne());
    }

    /** The pieces of a part, in order. */
    List<byte[]> content(String id, int part) {
        return jdbi.withHandle(handle -> content(handle, id, part));
    }

    private static List<byte[]> content(Handle handle, String id, int part) {
        return handle.createQuery(CONTENT)
                .bind("id", id)
                .bind("part", part)
                .map((rs, context) -> rs.getBytes(1))
                .list();
    }

    boolean delete(String id, long account) {
        return jdbi.withHandle(handle -> handle.createUpdate(DELETE)
                        .bind("id", id)
                        .bind("account", account)
                        .execute())
                > 0;
    }

    void deleteExpired(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(DELETE_EXPIRED)
                .bind("now", Timestamp.from(now))
                .execute());
    }

    /** Takes an export that nobody works on, for as long as the lease; empty when there is none. */
    Optional<Export> claim(UUID runner, Duration lease) {
        return jdbi.withHandle(handle -> handle.createQuery(CLAIM)
                .bind("runner", runner)
                .bind("lease", lease.toMillis())
                .map((rs, context) -> export(rs))
                .findOne());
    }

    /**
     * Writes a batch and the progress that it is, all or nothing, in up to five statements.
     *
     * @param beforeCommit what must not be forgotten once it is written
     * @return the export as it is now; empty when somebody else has taken it over, or it is gone
     */
    Optional<Export> write(Export export, ExportBatch batch, UUID runner, Duration lease, Runnable beforeCommit) {
        return jdbi.inTransaction(handle -> {
            Optional<Export> own = own(handle, export, runner);
            if (own.isEmpty()) {
                return own;
            }
            handle.createUpdate(ADD_CHUNK)
                    .bind("id", export.id())
                    .bind("part", export.part())
                    .bind("number", export.partPosts())
                    .bind("first", batch.ids().get(0))
                    .bind("last", batch.lastId())
                    .bindArray("ids", Long.class, batch.ids())
                    .bind("content", batch.content())
                    .execute();
            if (batch.endsPart()) {
                endPart(handle, export, batch.ids().size(), batch.content().length);
            }
            handle.createUpdate(ADVANCE)
                    .bind("id", export.id())
                    .bind("last", batch.through())
                    .bind("posts", batch.ids().size())
                    .bind("bytes", batch.content().length)
                    .bind("ended", batch.endsPart() ? 1 : 0)
                    .bind("lease", lease.toMillis())
                    .execute();
            beforeCommit.run();
            return Optional.of(advanced(export, batch));
        });
    }

    /**
     * Notes that nothing matches up to an id, and holds the lease.
     *
     * @return the export as it is now; empty when somebody else has taken it over, or it is gone
     */
    Optional<Export> pass(Export export, long through, UUID runner, Duration lease) {
        return jdbi.withHandle(handle -> handle.createQuery(PASS)
                .bind("id", export.id())
                .bind("runner", runner)
                .bind("before", export.lastId())
                .bind("last", through)
                .bind("lease", lease.toMillis())
                .map((rs, context) -> export(rs))
                .findOne());
    }

    private static Export advanced(Export export, ExportBatch batch) {
        long posts = batch.ids().size();
        long bytes = batch.content().length;
        return new Export(
                export.id(),
                export.order(),
                export.status(),
                export.waitingFor(),
                export.createdAt(),
                export.completedAt(),
                export.expiresAt(),
                batch.through(),
                export.posts() + posts,
                export.bytes() + bytes,
                batch.endsPart() ? export.part() + 1 : export.part(),
                batch.endsPart() ? 0 : export.partPosts() + posts,
                batch.endsPart() ? 0 : export.partBytes() + bytes);
    }

    /** Says that all has been written, in up to four statements; false when somebody else has taken it over. */
    boolean complete(Export export, UUID runner, Instant now) {
        return jdbi.inTransaction(handle -> {
            if (own(handle, export, runner).isEmpty()) {
                return false;
            }
            if (export.partPosts() > 0) {
                endPart(handle, export, 0, 0);
            }
            handle.createUpdate(COMPLETE)
                    .bind("id", export.id())
                    .bind("now", Timestamp.from(now))
                    .execute();
            return true;
        });
    }

    private static Optional<Export> own(Handle handle, Export export, UUID runner) {
        return handle.createQuery(OWN)
                .bind("id", export.id())
                .bind("runner", runner)
                .bind("last", export.lastId())
                .map((rs, context) -> export(rs))
                .findOne();
    }

    private static void endPart(Handle handle, Export export, long morePosts, long moreBytes) {
        MessageDigest digest = sha256();
        content(handle, export.id(), export.part()).forEach(digest::update);
        handle.createUpdate(ADD_PART)
                .bind("id", export.id())
                .bind("part", export.part())
                .bind("posts", export.partPosts() + morePosts)
                .bind("bytes", export.partBytes() + moreBytes)
                .bind("sha256", HexFormat.of().formatHex(digest.digest()))
                .execute();
    }

    /** Lets an export rest. */
    void pause(Export export, UUID runner, String reason, Duration wait) {
        jdbi.useHandle(handle -> handle.createUpdate(PAUSE)
                .bind("id", export.id())
                .bind("runner", runner)
                .bind("reason", reason)
                .bind("wait", wait.toMillis())
                .execute());
    }

    /** Notes a fault; the export rests a while, or has failed when there were too many without progress. */
    void fault(Export export, UUID runner, int most) {
        jdbi.useHandle(handle -> handle.createUpdate(FAULT)
                .bind("id", export.id())
                .bind("runner", runner)
                .bind("most", most)
                .execute());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    private static ExportPart part(ResultSet rs) throws SQLException {
        return new ExportPart(rs.getInt("number"), rs.getLong("posts"), rs.getLong("bytes"), rs.getString("sha256"));
    }

    private static Export export(ResultSet rs) throws SQLException {
        return new Export(
                rs.getString("id"),
                new ExportOrder(
                        rs.getLong("account_id"),
                        rs.getLong("app_id"),
                        rs.getString("plan"),
                        rs.getString("query"),
                        rs.getString("condition"),
                        Arrays.asList((String[]) rs.getArray("fields").getArray()),
                        Optional.ofNullable(rs.getTimestamp("start_time")).map(Timestamp::toInstant),
                        rs.getTimestamp("end_time").toInstant()),
                rs.getString("status"),
                Optional.ofNullable(rs.getString("waiting_for")),
                rs.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(rs.getTimestamp("completed_at")).map(Timestamp::toInstant),
                rs.getTimestamp("expires_at").toInstant(),
                rs.getLong("last_id"),
                rs.getLong("posts"),
                rs.getLong("bytes"),
                rs.getInt("part"),
                rs.getLong("part_posts"),
                rs.getLong("part_bytes"));
    }
}
