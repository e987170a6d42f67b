package dev.weir.api.compliance;

import dev.weir.api.imports.CopyText;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.wire.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Compliance jobs as PostgreSQL has them. Each method is one statement but for those that say otherwise. Thread-safe. */
final class SqlCompliance {

    private static final String COLUMNS =
            "id, account_id, type, name, resumable, status, created_at, upload_expires_at,"
                    + " download_expires_at, done";

    private static final String ADD = """
            insert into platform.compliance_jobs (
                account_id, type, name, resumable, created_at, upload_expires_at, download_expires_at)
            values (:account, :type, :name, :resumable, :now, :upload, :download)
            returning\s""" + COLUMNS;

    private static final String FIND = "select " + COLUMNS + " from platform.compliance_jobs where id = :id";

    private static final String LIST = "select " + COLUMNS + "\n" + """
            from platform.compliance_jobs where account_id = :account and type = :type order by id desc limit :limit""";

    private static final String RECEIVE = """
            update platform.compliance_jobs set status = 'in_progress'
            where id = :id and status = 'created' and upload_expires_at > :now""";

    private static final String CLAIM = """
            update platform.compliance_jobs set runner = :runner,
                runner_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id = (
                select id from platform.compliance_jobs
                where status = 'in_progress' and (runner_until is null or runner_until < clock_timestamp())
                order by id limit 1 for update skip locked)
            returning\s""" + COLUMNS;

    private static final String NEXT = """
            select j.done, i.ids from platform.compliance_jobs j
            left join platform.compliance_ids i on i.job_id = j.id and i.number = j.done
            where j.id = :id and j.runner = :runner and j.status = 'in_progress' for update of j""";

    /** What is gone is in the list of deletions; what is here may be hidden with its author. */
    private static final String POSTS = """
            select asked.id, p.created_at, coalesce(d.deleted_at, :now) as redacted_at,
                case when d.post_id is not null then d.reason when u.suspended then 'suspended' else 'protected' end as reason
            from unnest(:ids) with ordinality as asked (id, place)
            left join microblog.posts p on p.id = asked.id
            left join microblog.users u on u.id = p.author_id
            left join microblog.deletions d on d.post_id = asked.id and p.id is null
            where d.post_id is not null or u.suspended or u.protected
            order by asked.place""";

    private static final String USERS = """
            select asked.id, u.created_at, cast(:now as timestamptz) as redacted_at,
                case when u.suspended then 'suspended' else 'protected' end as reason
            from unnest(:ids) with ordinality as asked (id, place) join microblog.users u on u.id = asked.id
            where u.suspended or u.protected
            order by asked.place""";

    private static final String ADD_RESULT =
            "insert into platform.compliance_results (job_id, number, content) values (:id, :number, :content)";

    private static final String ADVANCE = """
            update platform.compliance_jobs set done = done + 1, faults = 0,
                runner_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id = :id""";

    private static final String COMPLETE =
            "update platform.compliance_jobs set status = 'complete', runner = null, runner_until = null where id = :id";

    private static final String FAULT = """
            update platform.compliance_jobs set faults = faults + 1, runner = null,
                runner_until = clock_timestamp() + (faults + 1) * interval '10 seconds',
                status = case when faults + 1 >= :most then 'failed' else status end
            where id = :id and runner = :runner""";

    private static final String RESULT =
            "select content from platform.compliance_results where job_id = :id order by number";

    private static final String DELETE_EXPIRED =
            "delete from platform.compliance_jobs where download_expires_at <= :before";

    private final Jdbi jdbi;

    SqlCompliance(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    ComplianceJob add(
            long account,
            ComplianceJob.Type type,
            Optional<String> name,
            boolean resumable,
            Instant now,
            Instant uploadExpires,
            Instant downloadExpires) {
        return jdbi.withHandle(handle -> handle.createQuery(ADD)
                .bind("account", account)
                .bind("type", type.wireName())
                .bind("name", name.orElse(null))
                .bind("resumable", resumable)
                .bind("now", Timestamp.from(now))
                .bind("upload", Timestamp.from(uploadExpires))
                .bind("download", Timestamp.from(downloadExpires))
                .map((rs, context) -> job(rs))
                .one());
    }

    Optional<ComplianceJob> find(long id) {
        return jdbi.withHandle(handle -> handle.createQuery(FIND)
                .bind("id", id)
                .map((rs, context) -> job(rs))
                .findOne());
    }

    /** The youngest jobs of an account. */
    List<ComplianceJob> list(long account, ComplianceJob.Type type, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(LIST)
                .bind("account", account)
                .bind("type", type.wireName())
                .bind("limit", limit)
                .map((rs, context) -> job(rs))
                .list());
    }

    /**
     * Takes in the list of a job, all or nothing, in two statements however long it is; false when it has one, or its
     * time is over.
     */
    boolean receive(long id, IdChunks chunks, Instant now) throws IOException {
        return jdbi.inTransaction(handle -> {
            int received = handle.createUpdate(RECEIVE)
                    .bind("id", id)
                    .bind("now", Timestamp.from(now))
                    .execute();
            if (received == 0) {
                return false;
            }
            copy(handle, id, chunks);
            return true;
        });
    }

    private static void copy(Handle handle, long id, IdChunks chunks) throws IOException {
        try (var copy = CopyText.into(handle.getConnection(), "platform.compliance_ids (job_id, number, ids)", "")) {
            int number = 0;
            for (String ids = chunks.next(); !ids.isEmpty(); ids = chunks.next()) {
                copy.row()
                        .number(id)
                        .number((long) number++)
                        .text("{" + ids + "}")
                        .end();
            }
            copy.complete();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** Takes a job that nobody works on, for as long as the lease; empty when there is none. */
    Optional<ComplianceJob> claim(UUID runner, Duration lease) {
        return jdbi.withHandle(handle -> handle.createQuery(CLAIM)
                .bind("runner", runner)
                .bind("lease", lease.toMillis())
                .map((rs, context) -> job(rs))
                .findOne());
    }

    /** Looks through the next chunk, in up to four statements; false when there is none, or somebody else has the job. */
    boolean step(ComplianceJob job, UUID runner, Duration lease, Instant now) {
        return jdbi.inTransaction(handle -> {
            Optional<Chunk> chunk = handle.createQuery(NEXT)
                    .bind("id", job.id())
                    .bind("runner", runner)
                    .map((rs, context) -> new Chunk(rs.getInt("done"), longs(rs)))
                    .findOne();
            if (chunk.isEmpty()) {
                return false;
            }
            if (chunk.get().ids().isEmpty()) {
                handle.createUpdate(COMPLETE).bind("id", job.id()).execute();
                return false;
            }
            handle.createUpdate(ADD_RESULT)
                    .bind("id", job.id())
                    .bind("number", chunk.get().number())
                    .bind("content", lines(handle, job, chunk.get(), now).getBytes(StandardCharsets.US_ASCII))
                    .execute();
            handle.createUpdate(ADVANCE)
                    .bind("id", job.id())
                    .bind("lease", lease.toMillis())
                    .execute();
            return true;
        });
    }

    private record Chunk(int number, List<Long> ids) {}

    private static List<Long> longs(ResultSet rs) throws SQLException {
        var array = rs.getArray("ids");
        return array == null ? List.of() : List.of((Long[]) array.getArray());
    }

    private static String lines(Handle handle, ComplianceJob job, Chunk chunk, Instant now) {
        StringBuilder lines = new StringBuilder();
        handle.createQuery(job.type() == ComplianceJob.Type.TWEETS ? POSTS : USERS)
                .bindArray("ids", Long.class, chunk.ids())
                .bind("now", Timestamp.from(now))
                .map((rs, context) -> line(rs))
                .forEach(lines::append);
        return lines.toString();
    }

    /** A post that is gone has left its time in its id. */
    private static String line(ResultSet rs) throws SQLException {
        long id = rs.getLong("id");
        Timestamp created = rs.getTimestamp("created_at");
        return "{\"id\":\"" + id + "\",\"action\":\"delete\",\"created_at\":\""
                + Times.format(created == null ? Snowflakes.timeOf(id) : created.toInstant()) + "\",\"redacted_at\":\""
                + Times.format(rs.getTimestamp("redacted_at").toInstant()) + "\",\"reason\":\"" + rs.getString("reason")
                + "\"}\n";
    }

    /** Notes a fault; the job rests a while, or has failed when there were too many without progress. */
    void fault(ComplianceJob job, UUID runner, int most) {
        jdbi.useHandle(handle -> handle.createUpdate(FAULT)
                .bind("id", job.id())
                .bind("runner", runner)
                .bind("most", most)
                .execute());
    }

    /** Writes what a job has found, piece by piece. */
    void writeResult(long id, OutputStream out) throws IOException {
        jdbi.useTransaction(handle -> {
            // In a transaction and by few rows at once the driver does not gather all of it in memory.
            try (var pieces = handle.createQuery(RESULT)
                    .bind("id", id)
                    .setFetchSize(4)
                    .map((rs, context) -> rs.getBytes(1))
                    .iterator()) {
                while (pieces.hasNext()) {
                    out.write(pieces.next());
                }
            }
        });
    }

    void deleteExpired(Instant before) {
        jdbi.useHandle(handle -> handle.createUpdate(DELETE_EXPIRED)
                .bind("before", Timestamp.from(before))
                .execute());
    }

    private static ComplianceJob job(ResultSet rs) throws SQLException {
        return new ComplianceJob(
                rs.getLong("id"),
                rs.getLong("account_id"),
                ComplianceJob.Type.of(rs.getString("type")).orElseThrow(),
                Optional.ofNullable(rs.getString("name")),
                rs.getBoolean("resumable"),
                rs.getString("status"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("upload_expires_at").toInstant(),
                rs.getTimestamp("download_expires_at").toInstant(),
                rs.getInt("done"));
    }
}
