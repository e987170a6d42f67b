package dev.weir.api.imports;

import dev.weir.api.imports.archive.ArchiveLimits;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;

/**
 * Imports users and posts into the microblog, from files in the shape of the data API and from archives of other
 * services (see {@link SourceFormat}).
 *
 * <p>What is there already is left alone, so an import can be repeated, and one that was killed is completed by running
 * it again. Lines are stored in batches, each in a transaction with the counters it changes; a strict import is one
 * transaction. A post may come before its author, in any source: it waits in a table of the session. When all lines are
 * read, posts that still wait are refused, since a placeholder would take a username and hide that the author is missing;
 * and replies whose lines did not name their conversation are given that of the post they answer.
 *
 * <p>Memory does not grow with the sources. One import at a time works on a database; servers may use it meanwhile.
 */
public final class Importer {

    /** Long enough for PostgreSQL to notice that an import before was killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration patience;

    /**
     * An importer into a database.
     *
     * @param jdbi gives each import a session of its own, which ends with it
     */
    public Importer(Jdbi jdbi, Clock clock) {
        this(jdbi, clock, PATIENCE);
    }

    /**
     * An importer into a database.
     *
     * @param patience how long to wait for another import to end
     */
    Importer(Jdbi jdbi, Clock clock, Duration patience) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Imports all of the sources, in their order.
     *
     * @throws ImportFailedException it could not go on; batches stored so far stay, but for a strict import, of which
     *     nothing does
     */
    public ImportReport run(List<ImportSource> sources, ImportSettings settings, ImportListener listener) {
        try (var handle = jdbi.open()) {
            var connection = handle.getConnection();
            connection.setAutoCommit(false);
            try {
                var report = new Run(connection, sources, settings, listener).run();
                end(connection);
                return report;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e, settings);
        } catch (ConnectionException e) {
            throw new ImportFailedException("cannot reach the database: " + rootMessage(e), e);
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
            end(connection);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void end(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        ImportLock.release(connection);
    }

    private static ImportFailedException failed(SQLException e, ImportSettings settings) {
        if (String.valueOf(e.getSQLState()).matches("42P01|3F000")) {
            return new ImportFailedException(
                    "the database lacks a table (%s). Bring its schema up to date with ./weir db migrate"
                            .formatted(e.getMessage()),
                    e);
        }
        return new ImportFailedException(
                "the database failed: %s. %s"
                        .formatted(
                                e.getMessage(),
                                settings.strict()
                                        ? "Nothing was imported."
                                        : "What was stored before is kept; import again to go on from there."),
                e);
    }

    private static String rootMessage(ConnectionException e) {
        var cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /** One import. */
    private final class Run {

        private final Connection connection;
        private final List<ImportSource> sources;
        private final ImportSettings settings;
        private final ImportListener listener;
        private final EntryReader reader = new EntryReader(clock);
        private final Stock stock;
        private final Staging staging;
        private final Batch batch;
        private final Tally tally = new Tally();

        private Run(
                Connection connection, List<ImportSource> sources, ImportSettings settings, ImportListener listener) {
            this.connection = connection;
            this.sources = sources;
            this.settings = settings;
            this.listener = listener;
            this.stock = new Stock(connection);
            this.staging = new Staging(connection);
            this.batch = new Batch(settings.batchLines());
        }

        private ImportReport run() throws SQLException {
            ImportLock.take(connection, patience);
            staging.prepare();
            commitBatch();
            for (int i = 0; i < sources.size(); i++) {
                readSource(i);
            }
            readWaiting();
            stock.findConversations();
            connection.commit();
            return tally.report();
        }

        private void readSource(int index) throws SQLException {
            var source = sources.get(index);
            var member = "";
            long last = 0;
            try (var feed = SourceFormat.open(index, source, reader, connection, ArchiveLimits.STANDARD)) {
                for (var item = feed.next(); item.isPresent(); item = feed.next()) {
                    member = item.get().member();
                    last = feed.number();
                    tally.line();
                    batch.add(item.get());
                    if (batch.full()) {
                        store(true);
                        listener.stored(name(index, member), last, feed.fraction());
                    }
                }
                store(true);
                listener.stored(name(index, member), last, 1);
            } catch (BrokenSourceException e) {
                store(true);
                broken(name(index, member), last, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                // All lines are in; only the closing failed.
                broken(name(index, member), last, "cannot be closed: " + e.getMessage());
            }
        }

        /** How problems name a source, or the member of an archive. */
        private String name(int source, String member) {
            var name = sources.get(source).name();
            return member.isEmpty() ? name : name + "!" + member;
        }

        private void readWaiting() throws SQLException {
            var waiting = stock.waiting(0, settings.batchLines());
            while (!waiting.places().isEmpty()) {
                for (var place : waiting.places()) {
                    batch.add(LineFeed.item(place.source(), place.line(), place.json(), reader));
                }
                store(false);
                waiting = stock.waiting(waiting.place(), settings.batchLines());
            }
        }

        private void store(boolean authorsMayCome) throws SQLException {
            if (batch.isEmpty()) {
                return;
            }
            var items = batch.take();
            var sifted = Sifted.of(items, stock.known(items), authorsMayCome);
            for (var refused : sifted.refused()) {
                var item = refused.item();
                problem(new ImportProblem(name(item.source(), item.member()), item.line(), refused.message()));
            }
            var changed = staging.store(sifted);
            staging.keepWaiting(sifted.waiting());
            staging.keepReplies(sifted.openReplies());
            commitBatch();
            tally.stored(sifted, changed);
        }

        private void commitBatch() throws SQLException {
            if (!settings.strict()) {
                connection.commit();
            }
        }

        private void broken(String source, long line, String message) {
            tally.incomplete();
            problem(new ImportProblem(source, line, message));
        }

        private void problem(ImportProblem problem) {
            if (settings.strict()) {
                throw new ImportFailedException(problem + ". Nothing was imported.");
            }
            listener.problem(problem);
        }
    }
}
