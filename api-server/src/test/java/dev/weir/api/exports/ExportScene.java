package dev.weir.api.exports;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostArchive;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.SqlMicroblog;
import java.io.ByteArrayOutputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;

/** A microblog of some thousand posts, an account that exports them, and gateways that can be killed at any step. */
final class ExportScene {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final TestDatabase database;
    final Jdbi jdbi;
    final SqlExports exports;
    final long account;
    /** Posts recorded as handed out. */
    final AtomicLong metered = new AtomicLong();
    /** Posts that may still be handed out. */
    final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    ExportScene(int posts) {
        this(TestDatabase.create(), posts);
    }

    private ExportScene(TestDatabase database, int posts) {
        this(database, database.jdbi(), rows -> add(rows, posts));
    }

    /** A scene with a microblog of one's own. */
    ExportScene(TestDatabase database, Jdbi jdbi, Consumer<MicroblogRows> content) {
        this.database = database;
        this.jdbi = jdbi;
        this.exports = new SqlExports(jdbi);
        this.account = jdbi.withHandle(
                handle -> handle.createQuery("insert into platform.accounts (name) values ('lab') returning id")
                        .mapTo(Long.class)
                        .one());
        content.accept(new MicroblogRows(jdbi));
    }

    /** So many posts of one user; each third says weir. */
    static void add(MicroblogRows rows, int posts) {
        rows.add(MicroblogRows.user(1, "alice"));
        rows.add(LongStream.range(0, posts).mapToObj(ExportScene::post).toList());
    }

    static long id(long n) {
        return Snowflakes.at(NOW.minus(Duration.ofDays(1)).plusMillis(n), n % 7);
    }

    private static Post post(long n) {
        return MicroblogRows.post(id(n), 1, (n % 3 == 0 ? "weir 🌊 number " : "other number ") + n + " #tag");
    }

    String order(String terms, String id) {
        return order(new Condition.Terms(terms, true), id);
    }

    String order(Condition condition, String id) {
        var order = new ExportOrder(
                account,
                7,
                "academic",
                "as it was written",
                ConditionText.of(condition),
                List.of("id", "text", "author_id", "entities"),
                Optional.empty(),
                NOW);
        return exports.add(id, order, NOW, NOW.plus(Duration.ofDays(30)), 100)
                .orElseThrow()
                .id();
    }

    /** A gateway's worker. */
    Exporter exporter(Duration lease, Exporter.Steps steps) {
        return exporter(new SqlMicroblog(jdbi), lease, steps);
    }

    /** A worker that reads posts in a way of its own. */
    Exporter exporter(PostArchive archive, Duration lease, Exporter.Steps steps) {
        return new Exporter(jdbi, archive, this::reserve, Clock.fixed(NOW, ZoneOffset.UTC), lease, steps);
    }

    private PostsQuota.Answer reserve(PostsQuota.Payer payer, long posts) {
        if (posts > left.get()) {
            return PostsQuota.Answer.refused(left.get(), Duration.ofMillis(1), "the monthly posts are spent");
        }
        left.addAndGet(-posts);
        return PostsQuota.Answer.granted(handedOut -> {
            left.addAndGet(posts - handedOut);
            metered.addAndGet(handedOut);
        });
    }

    /** Works undisturbed until there is nothing to do. */
    void finish() {
        while (exporter(Duration.ofSeconds(30), Exporter.Steps.UNHEARD).work(() -> true)) {
            // Another export may wait.
        }
    }

    Export find(String id) {
        return exports.find(id, account, NOW).orElseThrow();
    }

    /** All parts, joined. */
    byte[] joined(String id) {
        var bytes = new ByteArrayOutputStream();
        exports.parts(id).forEach(part -> exports.content(id, part.number()).forEach(bytes::writeBytes));
        return bytes.toByteArray();
    }

    /** All that was deleted of it since it was ordered. */
    List<Deletion> deletions(String id) {
        return new SqlDeletions(jdbi)
                .page(id, SqlDeletions.Place.before(find(id).createdAt()), DeletionWalk.MOST)
                .deletions();
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(SqlExports.sha256().digest(bytes));
    }

    void delete(long post) {
        delete(post, Timestamp.from(NOW.plusSeconds(60)));
    }

    void delete(long post, Timestamp time) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from microblog.posts where id = ?", post);
            handle.execute(
                    "insert into microblog.deletions (post_id, author_id, deleted_at, reason) values (?, 1, ?, 'deleted')",
                    post,
                    time);
        });
    }
}
