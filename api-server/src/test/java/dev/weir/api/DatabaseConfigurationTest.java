package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.weir.api.database.TestDatabase;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgResultSet;
import org.postgresql.jdbc.PgStatement;

/** The pools that the configuration makes. */
class DatabaseConfigurationTest {

    @Test
    void rowsComeStraightFromTheDriver() throws Exception {
        var configuration = new DatabaseConfiguration();
        configuration.setDriverClass("org.postgresql.Driver");
        configuration.setUrl(TestDatabase.create().url());
        var pool = configuration.buildReads(new MetricRegistry(), "reads");
        pool.start();
        try (var connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            assertThat(statement).isInstanceOf(PgStatement.class);
            assertThat(rows).isInstanceOf(PgResultSet.class);
        } finally {
            pool.stop();
        }
    }
}
