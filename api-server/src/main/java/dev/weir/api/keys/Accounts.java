package dev.weir.api.keys;

import dev.weir.billing.subscriptions.Subscriptions;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Makes and lists accounts, their apps and keys, in PostgreSQL. */
public final class Accounts {

    private static final int LONGEST_NAME = 100;

    private final Jdbi jdbi;
    private final Subscriptions subscriptions;
    private final Pepper pepper;
    private final Clock clock;
    private final SecureRandom random;

    public Accounts(Jdbi jdbi, Subscriptions subscriptions, Pepper pepper, Clock clock, SecureRandom random) {
        this.jdbi = jdbi;
        this.subscriptions = subscriptions;
        this.pepper = pepper;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes an account and puts it on a plan, both or neither.
     *
     * @param name 1 to 100 characters
     * @param actor who does it, for the record
     * @return the account's id
     * @throws AccountException when the name is bad
     * @throws dev.weir.billing.subscriptions.UnknownPlanException when the newest catalogue has no such plan
     */
    public long createAccount(String name, String plan, String actor) {
        checkName("account", name);
        return jdbi.inTransaction(handle -> {
            long id = handle.createQuery("insert into platform.accounts (name) values (:name) returning id")
                    .bind("name", name)
                    .mapTo(Long.class)
                    .one();
            subscriptions.subscribe(handle, id, plan, actor, "account made");
            return id;
        });
    }

    /**
     * Makes an app of an account.
     *
     * @param name 1 to 100 characters
     * @return the app's id
     * @throws AccountException when the name is bad or there is no such account
     */
    public long createApp(long accountId, String name) {
        checkName("app", name);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into platform.apps (account_id, name)
                        select id, :name from platform.accounts where id = :account returning id
                        """)
                .bind("account", accountId)
                .bind("name", name)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> new AccountException("there is no account " + accountId)));
    }

    /**
     * Makes a key.
     *
     * @return the key, whole: this is the only time anyone sees it
     * @throws AccountException when there is no such app
     */
    public ApiKey createKey(NewKey wanted) {
        var key = ApiKey.issue(wanted.test(), random);
        jdbi.useHandle(handle -> insert(handle, wanted, key));
        return key;
    }

    private void insert(Handle handle, NewKey wanted, ApiKey key) {
        int added = handle.createUpdate("""
                        insert into platform.keys (id, app_id, hmac, hint, test, scopes, user_id, expires_at)
                        select :id, apps.id, :hmac, :hint, :test, string_to_array(:scopes, ' '), :user, :expires
                        from platform.apps where apps.id = :app
                        """)
                .bind("id", key.id())
                .bind("app", wanted.appId())
                .bind("hmac", pepper.hash(key).bytes())
                .bind("hint", key.hint())
                .bind("test", wanted.test())
                .bind(
                        "scopes",
                        String.join(" ", wanted.scopes().stream().sorted().toList()))
                .bind("user", wanted.userId())
                .bind("expires", wanted.expiresAt().map(at -> at.atOffset(ZoneOffset.UTC)))
                .execute();
        if (added == 0) {
            throw new AccountException("there is no app " + wanted.appId());
        }
    }

    /**
     * Revokes a key for good. Every gateway refuses it within five seconds.
     *
     * @param keyId the public part of the key
     * @return whether it worked until now
     * @throws AccountException when there is no such key
     */
    public boolean revoke(String keyId) {
        return jdbi.inTransaction(handle -> {
            int revoked = handle.createUpdate("""
                            update platform.keys set revoked_at = :now where id = :id and revoked_at is null
                            """)
                    .bind("id", keyId)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute();
            if (revoked == 0 && key(handle, keyId).isEmpty()) {
                throw new AccountException("there is no key with the id \"" + keyId + "\"");
            }
            return revoked == 1;
        });
    }

    /** The keys of an account, newest first, revoked ones too. */
    public List<KeyListing> keys(long accountId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select k.*, a.account_id from platform.keys k join platform.apps a on a.id = k.app_id
                        where a.account_id = :account order by k.created_at desc, k.id
                        """)
                .bind("account", accountId)
                .map((rs, context) -> listing(rs))
                .list());
    }

    private static Optional<KeyListing> key(Handle handle, String keyId) {
        return handle.createQuery("""
                        select k.*, a.account_id from platform.keys k join platform.apps a on a.id = k.app_id
                        where k.id = :id
                        """)
                .bind("id", keyId)
                .map((rs, context) -> listing(rs))
                .findOne();
    }

    private static KeyListing listing(ResultSet rs) throws SQLException {
        long user = rs.getLong("user_id");
        var userId = rs.wasNull() ? Optional.<Long>empty() : Optional.of(user);
        return new KeyListing(
                rs.getString("id"),
                rs.getString("hint"),
                rs.getLong("account_id"),
                rs.getLong("app_id"),
                rs.getBoolean("test"),
                Set.copyOf(Arrays.asList((String[]) rs.getArray("scopes").getArray())),
                userId,
                rs.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(rs.getTimestamp("expires_at")).map(Timestamp::toInstant),
                Optional.ofNullable(rs.getTimestamp("revoked_at")).map(Timestamp::toInstant));
    }

    private static void checkName(String what, String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new AccountException(
                    "the name of an " + what + " is 1 to " + LONGEST_NAME + " characters, was \"" + name + "\"");
        }
    }
}
