package dev.weir.api.streams;

import dev.weir.api.keys.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The connections of all gateways as PostgreSQL has them. A gateway says once a second that it lives; the connections of
 * one that has not for a while count no more. Times are the database's. An outage comes out as Jdbi's exceptions.
 */
final class SqlConnections {

    private static final Duration REMEMBERED = Duration.ofDays(1);

    /** What a list of connections shows. */
    enum Status {
        ACTIVE,
        INACTIVE,
        ALL
    }

    /**
     * A connection, open or not.
     *
     * @param disconnectedAt empty while it is open
     * @param reason why it ended
     */
    record Registered(
            UUID id, String stream, Instant connectedAt, Optional<Instant> disconnectedAt, Optional<String> reason) {}

    private final Jdbi jdbi;
    private final UUID gateway;
    private final double goneSeconds;

    /**
     * @param gateway this run of this gateway
     * @param gone how long a gateway may be silent
     */
    SqlConnections(Jdbi jdbi, UUID gateway, Duration gone) {
        this.jdbi = jdbi;
        this.gateway = gateway;
        this.goneSeconds = gone.toSeconds();
    }

    /**
     * Registers a connection, unless its account has as many as it may. Two statements: the first makes gateways take
     * turns for the account, the second counts what is there now.
     */
    boolean open(UUID id, Caller caller, StreamKind kind, int most) {
        return jdbi.inTransaction(handle -> {
            handle.createQuery("select id from platform.accounts where id = :account for no key update")
                    .bind("account", caller.accountId())
                    .mapTo(Long.class)
                    .one();
            return handle.createUpdate("""
                                    insert into platform.stream_connections (id, gateway, account_id, app_id, stream)
                                    select :id, :gateway, :account, :app, :stream
                                    where :most > (
                                        select count(*) from platform.stream_connections c
                                        where c.account_id = :account and c.disconnected_at is null
                                            and (c.gateway = :gateway or exists (
                                                select from platform.stream_gateways g where g.id = c.gateway
                                                    and g.seen_at > clock_timestamp() - make_interval(secs => :gone))))
                                    """)
                            .bind("id", id)
                            .bind("gateway", gateway)
                            .bind("account", caller.accountId())
                            .bind("app", caller.appId())
                            .bind("stream", kind.wireName())
                            .bind("most", most)
                            .bind("gone", goneSeconds)
                            .execute()
                    > 0;
        });
    }

    /** Says that this gateway lives, and hears which of its connections are registered, and whether to close them. */
    Map<UUID, Boolean> beat() {
        Map<UUID, Boolean> registered = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        with alive as (
                            insert into platform.stream_gateways (id, seen_at) values (:gateway, clock_timestamp())
                            on conflict (id) do update set seen_at = excluded.seen_at)
                        select id, close_asked_at is not null as asked from platform.stream_connections
                        where gateway = :gateway and disconnected_at is null
                        """)
                .bind("gateway", gateway)
                .map((row, context) -> registered.put(row.getObject("id", UUID.class), row.getBoolean("asked")))
                .list());
        return registered;
    }

    /** Notes that connections of this gateway have ended. */
    void ended(Map<UUID, Disconnect> connections) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update platform.stream_connections c
                        set disconnected_at = clock_timestamp(), reason = e.reason
                        from unnest(:ids, :reasons) e (id, reason)
                        where c.id = e.id and c.disconnected_at is null
                        """)
                .bind("ids", connections.keySet().toArray(UUID[]::new))
                .bind(
                        "reasons",
                        connections.values().stream().map(Disconnect::reason).toArray(String[]::new))
                .execute());
    }

    /** Connections of an app behind a place, youngest first. */
    List<Registered> list(long appId, Status status, Collection<String> streams, @Nullable Instant before, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.id, c.stream, c.connected_at, c.disconnected_at, c.reason
                        from platform.stream_connections c
                        where c.app_id = :app and c.connected_at < coalesce(cast(:before as timestamptz), 'infinity')
                            and (:anyStream or c.stream = any(:streams))
                            and (:all or :active = (c.disconnected_at is null and exists (
                                select from platform.stream_gateways g where g.id = c.gateway
                                    and g.seen_at > clock_timestamp() - make_interval(secs => :gone))))
                        order by c.connected_at desc, c.id limit :most
                        """)
                .bind("app", appId)
                .bind("before", before)
                .bind("anyStream", streams.isEmpty())
                .bind("streams", streams.toArray(String[]::new))
                .bind("all", status == Status.ALL)
                .bind("active", status == Status.ACTIVE)
                .bind("gone", goneSeconds)
                .bind("most", most)
                .map((row, context) -> registered(row))
                .list());
    }

    private static Registered registered(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("disconnected_at", OffsetDateTime.class);
        return new Registered(
                row.getObject("id", UUID.class),
                row.getString("stream"),
                row.getObject("connected_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(ended).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("reason")));
    }

    /**
     * Asks the gateways to close connections of an app; they do within about a second.
     *
     * @param ids only these; all when empty
     * @return those that are open
     */
    Set<UUID> askToClose(long appId, Collection<UUID> ids) {
        return new HashSet<>(jdbi.withHandle(handle -> handle.createQuery("""
                        update platform.stream_connections set close_asked_at = clock_timestamp()
                        where app_id = :app and disconnected_at is null and (:all or id = any(:ids))
                        returning id
                        """)
                .bind("app", appId)
                .bind("all", ids.isEmpty())
                .bind("ids", ids.toArray(UUID[]::new))
                .mapTo(UUID.class)
                .list()));
    }

    /** Ends the connections of dead gateways, and forgets what is long over. */
    void sweep() {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            update platform.stream_connections c
                            set disconnected_at = clock_timestamp(), reason = 'gateway gone'
                            where c.disconnected_at is null and not exists (
                                select from platform.stream_gateways g where g.id = c.gateway
                                    and g.seen_at > clock_timestamp() - make_interval(secs => :gone))
                            """).bind("gone", goneSeconds).execute();
            handle.createUpdate("""
                            delete from platform.stream_connections
                            where disconnected_at < clock_timestamp() - make_interval(secs => :remembered)
                            """)
                    .bind("remembered", (double) REMEMBERED.toSeconds())
                    .execute();
            handle.createUpdate("""
                            delete from platform.stream_gateways
                            where seen_at < clock_timestamp() - make_interval(secs => :remembered)
                            """)
                    .bind("remembered", (double) REMEMBERED.toSeconds())
                    .execute();
        });
    }
}
