package dev.weir.api.keys;

import dev.weir.billing.subscriptions.Subscriptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The keys as PostgreSQL has them; every question is a look-up. */
public final class SqlKeys implements KeyDirectory {

    private final Jdbi jdbi;
    private final Subscriptions subscriptions;
    private final Pepper pepper;
    private final Clock clock;

    public SqlKeys(Jdbi jdbi, Subscriptions subscriptions, Pepper pepper, Clock clock) {
        this.jdbi = jdbi;
        this.subscriptions = subscriptions;
        this.pepper = pepper;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> find(String presented) throws KeysUnavailableException {
        var key = ApiKey.parse(presented);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        var hash = pepper.hash(key.get());
        return byId(key.get().id()).flatMap(stored -> stored.admit(hash, clock.instant()));
    }

    @Override
    public Optional<Caller> current(String keyId) throws KeysUnavailableException {
        return byId(keyId).flatMap(stored -> stored.inTime(clock.instant()));
    }

    /** The key with this id; empty when there is none or it is revoked. */
    Optional<StoredKey> byId(String id) throws KeysUnavailableException {
        try {
            var key = jdbi.withHandle(handle -> handle.createQuery("""
                            select k.id, k.hmac, k.test, k.scopes, k.user_id, k.expires_at, k.app_id, a.account_id
                            from platform.keys k join platform.apps a on a.id = k.app_id
                            where k.id = :id and k.revoked_at is null
                            """)
                    .bind("id", id)
                    .map((rs, context) -> stored(rs))
                    .findOne());
            if (key.isEmpty()) {
                return key;
            }
            long account = key.get().caller().accountId();
            return Optional.of(key.get().onPlan(planOf(account)));
        } catch (JdbiException e) {
            throw new KeysUnavailableException("the keys cannot be read from the database", e);
        }
    }

    /**
     * Where the database's history stands now: {@link #changedSince} of this tells everything that commits later.
     *
     * <p>It is the oldest transaction still running. A sequence or a timestamp would be taken before the commit, so that
     * a reader could step over a slow transaction and never hear of it.
     */
    long position() throws KeysUnavailableException {
        try {
            return jdbi.withHandle(
                    handle -> handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                            .mapTo(Long.class)
                            .one());
        } catch (JdbiException e) {
            throw new KeysUnavailableException("the database cannot be asked for changes of keys", e);
        }
    }

    /** What changed since a position that was read before; may repeat, never leaves out. */
    Changes changedSince(long position) throws KeysUnavailableException {
        try {
            // The upper bound leaves out rows of a restored backup, whose transactions are numbers of another history.
            Set<String> keys = jdbi.withHandle(handle -> handle.createQuery("""
                            select id from platform.keys
                            where changed_in >= cast(:position as xid8)
                              and changed_in < pg_snapshot_xmax(pg_current_snapshot())
                            """)
                    .bind("position", Long.toString(position))
                    .mapTo(String.class)
                    .set());
            return new Changes(keys, subscriptions.changedSince(position));
        } catch (JdbiException e) {
            throw new KeysUnavailableException("the database cannot be asked for changes of keys", e);
        }
    }

    /**
     * News for those who remember keys.
     *
     * @param keyIds keys that were made, changed or revoked
     * @param plans accounts that were subscribed, and to what
     */
    record Changes(Set<String> keyIds, Map<Long, String> plans) {}

    private String planOf(long accountId) throws KeysUnavailableException {
        return subscriptions
                .planOf(accountId)
                .orElseThrow(() -> new KeysUnavailableException(
                        "account " + accountId + " has no subscription, which every account is made with"));
    }

    private static StoredKey stored(ResultSet rs) throws SQLException {
        var user = rs.getLong("user_id");
        var userId = rs.wasNull() ? Optional.<Long>empty() : Optional.of(user);
        var caller = new Caller(
                rs.getString("id"),
                rs.getLong("app_id"),
                rs.getLong("account_id"),
                "",
                rs.getBoolean("test"),
                userId,
                Set.copyOf(Arrays.asList((String[]) rs.getArray("scopes").getArray())));
        return new StoredKey(new KeyHash(rs.getBytes("hmac")), caller, instant(rs, "expires_at"));
    }

    private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
