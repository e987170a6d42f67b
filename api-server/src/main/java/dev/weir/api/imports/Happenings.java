package dev.weir.api.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Profiles that changed elsewhere, and the memory of what happened when, so that a repetition changes nothing. */
final class Happenings {

    private static final String RENEW = """
            update microblog.users set username = coalesce(?, username), name = coalesce(?, name),
                description = case when cast(? as text) is null then description else nullif(?, '') end,
                suspended = coalesce(?, suspended)
            where id = ?""";

    private static final String REMEMBER = """
            update microblog.origins o set removed_us = nullif(e.removed, -1), renewed_us = nullif(e.renewed, -1)
            from unnest(?, ?, ?) as e (uri, removed, renewed) where o.uri = e.uri""";

    private final Connection connection;

    Happenings(Connection connection) {
        this.connection = connection;
    }

    void store(List<Entry.Renewal> renewals, Map<String, Known.Happened> events) throws SQLException {
        if (!renewals.isEmpty()) {
            renew(renewals);
        }
        if (!events.isEmpty()) {
            remember(events);
        }
    }

    private void renew(List<Entry.Renewal> renewals) throws SQLException {
        try (var update = connection.prepareStatement(RENEW)) {
            for (var renewal : renewals) {
                update.setString(1, renewal.username().orElse(null));
                update.setString(2, renewal.name().orElse(null));
                update.setString(3, renewal.description().orElse(null));
                update.setString(4, renewal.description().orElse(null));
                update.setObject(5, renewal.suspended().orElse(null), java.sql.Types.BOOLEAN);
                update.setLong(6, renewal.user());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void remember(Map<String, Known.Happened> events) throws SQLException {
        var uris = events.keySet().toArray(String[]::new);
        var happened = events.values();
        try (var update = connection.prepareStatement(REMEMBER)) {
            update.setArray(1, connection.createArrayOf("text", uris));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            happened.stream().map(Known.Happened::removed).toArray(Long[]::new)));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            happened.stream().map(Known.Happened::renewed).toArray(Long[]::new)));
            update.executeUpdate();
        }
    }
}
