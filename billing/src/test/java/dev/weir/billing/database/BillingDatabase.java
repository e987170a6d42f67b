package dev.weir.billing.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh database with the schema of this module, on one real PostgreSQL per JVM. */
public final class BillingDatabase {

    private static final String MIGRATION = "/migrations/billing/001-billing.sql";
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final String name;

    private BillingDatabase(String name) {
        this.name = name;
    }

    /** Makes a database with nothing in its tables. */
    public static BillingDatabase create() {
        var name = "billing_" + CREATED.incrementAndGet();
        admin("create database " + name + " template template_billing");
        return new BillingDatabase(name);
    }

    /** Opens a new connection for each handle. */
    public Jdbi jdbi() {
        return Jdbi.create(source(name));
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

    private static PGSimpleDataSource source(String database) {
        var source = new PGSimpleDataSource();
        source.setUrl(Server.POSTGRES.getJdbcUrl("postgres", database));
        source.setConnectTimeout(5);
        return source;
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
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
                execute(postgres, "postgres", "create database template_billing");
                execute(postgres, "template_billing", migration());
                return postgres;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("the template database could not be made", e);
            }
        }

        private static void execute(EmbeddedPostgres postgres, String database, String sql) throws SQLException {
            try (var connection = postgres.getDatabase("postgres", database).getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private static String migration() throws IOException {
            try (var sql = BillingDatabase.class.getResourceAsStream(MIGRATION)) {
                return new String(Optional.ofNullable(sql).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
