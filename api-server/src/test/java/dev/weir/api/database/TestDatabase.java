package dev.weir.api.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh, migrated database on a real PostgreSQL.
 *
 * <p>One server is started per JVM and stopped with it; {@code migrations.xml} is applied once, to a template that every
 * {@link #create()} clones in some tens of milliseconds. Each call gives a database of its own, so tests need not clean
 * up after themselves.
 */
public final class TestDatabase {

    private static final AtomicInteger CREATED = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** Makes a database with the whole change log applied and nothing in it. */
    public static TestDatabase create() {
        var name = "test_" + CREATED.incrementAndGet();
        admin("create database " + name + " template template_weir");
        return new TestDatabase(name);
    }

    /** A JDBC URL that needs no further user or password. */
    public String url() {
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    /** Opens a new connection at each call; nothing is pooled. */
    public DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setConnectTimeout(5);
        return source;
    }

    /** Jdbi over {@link #dataSource()}. */
    public Jdbi jdbi() {
        return Jdbi.create(dataSource());
    }

    /** Applies what is missing of the change log, to a database that a test has taken back to an earlier state. */
    public void migrate() throws Exception {
        Server.migrate(dataSource());
    }

    /** An outage of this database alone: open connections are cut and new ones refused, until {@link #comeBack()}. */
    public void goAway() {
        admin("alter database " + name + " allow_connections false");
        admin("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '" + name + "'");
    }

    /** Ends the outage; the data is as it was. */
    public void comeBack() {
        admin("alter database " + name + " allow_connections true");
    }

    private static void admin(String sql) {
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the test database server refused: " + sql, e);
        }
    }

    /** The server of this JVM; started when first asked for. */
    private static final class Server {

        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var postgres = EmbeddedPostgres.builder()
                        // Nothing here must survive a power failure, and tests commit often.
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
                try (var connection = postgres.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("create database template_weir");
                }
                migrate(postgres.getDatabase("postgres", "template_weir"));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
            } catch (Exception e) {
                throw new IllegalStateException("the template database could not be made", e);
            }
        }

        private static void migrate(DataSource template) throws Exception {
            // Without this Liquibase reports each run to a server of its maker.
            System.setProperty("liquibase.analytics.enabled", "false");
            Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
                try (var connection = template.getConnection();
                        var liquibase = new Liquibase(
                                "migrations.xml", new ClassLoaderResourceAccessor(), new JdbcConnection(connection))) {
                    liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                    liquibase.update();
                }
            });
        }
    }
}
