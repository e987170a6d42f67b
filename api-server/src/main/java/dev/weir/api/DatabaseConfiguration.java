package dev.weir.api;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.NotNull;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;

/**
 * How PostgreSQL is reached, and how long anything there may take: what waits for ever holds a connection for ever, and
 * soon all of them.
 *
 * <p>Migrations, which ask for a single connection, may take their time: building an index is not an accident.
 */
public final class DatabaseConfiguration extends DataSourceFactory {

    private static final Map<String, String> READ_SETTINGS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_material", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off");

    private @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration connectTimeout = Duration.seconds(2);

    private @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration socketTimeout = Duration.seconds(10);

    private @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS) Duration statementTimeout =
            Duration.seconds(5);

    private @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS) Duration lockTimeout = Duration.seconds(2);

    private @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS) Duration idleInTransactionTimeout =
            Duration.seconds(10);

    private boolean patient;

    @Override
    public void asSingleConnectionPool() {
        super.asSingleConnectionPool();
        patient = true;
    }

    @Override
    public ManagedDataSource build(MetricRegistry metrics, String name) {
        return build(metrics, name, "");
    }

    /**
     * What PostgreSQL is told on connections for reads by key. Each of them plans each statement once. Left to itself
     * PostgreSQL plans some of them anew every time, because it counts what it hopes to save by that and not what it costs:
     * of a home timeline that is two thirds of the time (measured, 1 M posts). A plan that is kept must not be made for how
     * few rows there were when the first request came: what is read by key is looked up in an index, row by row.
     */
    public static Map<String, String> readSettings() {
        return READ_SETTINGS;
    }

    /** A pool of its own for statements that read by key, with {@link #readSettings}: they do not wait behind searches. */
    public ManagedDataSource buildReads(MetricRegistry metrics, String name) {
        String settings = READ_SETTINGS.entrySet().stream()
                .map(setting -> " -c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
        return build(metrics, name, settings);
    }

    private ManagedDataSource build(MetricRegistry metrics, String name, String moreSettings) {
        Map<String, String> given = getProperties();
        Map<String, String> properties = new HashMap<>(given);
        // Whole seconds, as the driver wants them.
        properties.putIfAbsent("connectTimeout", Long.toString(connectTimeout.toSeconds()));
        if (!patient) {
            properties.putIfAbsent("socketTimeout", Long.toString(socketTimeout.toSeconds()));
            properties.merge("options", serverSettings() + moreSettings, (own, ours) -> ours + " " + own);
        }
        setProperties(properties);
        try {
            ManagedDataSource pool = super.build(metrics, name);
            // Otherwise each cell of each row is read through a proxy, by reflection.
            ((DataSourceProxy) pool).setUseStatementFacade(false);
            return pool;
        } finally {
            setProperties(given);
        }
    }

    private String serverSettings() {
        return "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
                .formatted(
                        statementTimeout.toMilliseconds(),
                        lockTimeout.toMilliseconds(),
                        idleInTransactionTimeout.toMilliseconds());
    }

    @JsonProperty
    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    @JsonProperty
    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    @JsonProperty
    public Duration getSocketTimeout() {
        return socketTimeout;
    }

    @JsonProperty
    public void setSocketTimeout(Duration socketTimeout) {
        this.socketTimeout = socketTimeout;
    }

    @JsonProperty
    public Duration getStatementTimeout() {
        return statementTimeout;
    }

    @JsonProperty
    public void setStatementTimeout(Duration statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    @JsonProperty
    public Duration getLockTimeout() {
        return lockTimeout;
    }

    @JsonProperty
    public void setLockTimeout(Duration lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    @JsonProperty
    public Duration getIdleInTransactionTimeout() {
        return idleInTransactionTimeout;
    }

    @JsonProperty
    public void setIdleInTransactionTimeout(Duration idleInTransactionTimeout) {
        this.idleInTransactionTimeout = idleInTransactionTimeout;
    }
}
