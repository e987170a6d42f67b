package dev.weir.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.billing.subscriptions.UnknownPlanException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccountsTest {

    private final KeysNode node = new KeysNode(KeysNode.database(), Path.of("never-written"));
    private final Accounts accounts = node.accounts;

    @Test
    void aKeySpeaksForItsAppAccountAndPlan() throws Exception {
        long account = accounts.createAccount("Ann's account", "basic", "test");
        long app = accounts.createApp(account, "Ann's app");
        var key = accounts.createKey(NewKey.live(app, Set.of("posts.read", "users.read")));
        var token =
                accounts.createKey(new NewKey(app, true, Set.of(), Optional.empty(), Optional.empty()).actingFor(42));

        assertThat(node.sql.find(key.reveal()))
                .contains(new Caller(
                        key.id(), app, account, "basic", false, Optional.empty(), Set.of("posts.read", "users.read")));
        assertThat(node.sql.find(token.reveal()))
                .contains(new Caller(token.id(), app, account, "basic", true, Optional.of(42L), Set.of()));
    }

    @Test
    void wrongUnknownRevokedAndExpiredKeysAreAllTheSame() throws Exception {
        var key = node.newKey("free");
        long app = node.sql.find(key.reveal()).orElseThrow().appId();
        var expired = accounts.createKey(new NewKey(app, false, Set.of(), Optional.empty(), Optional.of(KeysNode.NOW)));
        var almost = accounts.createKey(new NewKey(
                app, false, Set.of(), Optional.empty(), Optional.of(KeysNode.NOW.plus(Duration.ofMillis(1)))));

        assertThat(node.sql.find(almost.reveal())).isPresent();
        assertThat(node.sql.find(expired.reveal())).isEmpty();
        assertThat(node.sql.find(KeyForge.withAnotherSecret(key))).isEmpty();
        assertThat(node.sql.find(KeyForge.key("live", "000000000000", "0".repeat(32))))
                .isEmpty();
        assertThat(node.sql.find("garbage")).isEmpty();

        assertThat(accounts.revoke(key.id())).isTrue();
        assertThat(accounts.revoke(key.id())).isFalse();
        assertThat(node.sql.find(key.reveal())).isEmpty();
    }

    @Test
    void theDatabaseHasNoSecret() {
        var key = node.newKey("free");
        var secret = key.reveal().substring(23, 55);

        var rows = node.jdbi.withHandle(handle -> handle.createQuery("select k::text from platform.keys k")
                .mapTo(String.class)
                .list());
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row).contains(key.id()).doesNotContain(secret));
    }

    @Test
    void keysAreListedWithTheirHintsNewestFirst() throws Exception {
        var key = node.newKey("free");
        var caller = node.sql.find(key.reveal()).orElseThrow();
        var second = accounts.createKey(NewKey.live(caller.appId(), Set.of()).actingFor(42));
        accounts.revoke(key.id());

        assertThat(accounts.keys(caller.accountId()))
                .satisfiesExactly(
                        listing -> {
                            assertThat(listing.id()).isEqualTo(second.id());
                            assertThat(listing.hint()).isEqualTo(second.hint());
                            assertThat(listing.userId()).contains(42L);
                            assertThat(listing.revokedAt()).isEmpty();
                        },
                        listing -> {
                            assertThat(listing.id()).isEqualTo(key.id());
                            assertThat(listing.scopes()).containsExactly("posts.read");
                            assertThat(listing.revokedAt()).contains(KeysNode.NOW);
                        });
        assertThat(accounts.keys(caller.accountId() + 1)).isEmpty();
    }

    @Test
    void badRequestsAreToldWhy() {
        assertThatThrownBy(() -> accounts.createAccount("Ann", "gold", "test"))
                .isInstanceOf(UnknownPlanException.class)
                .hasMessageContaining("no plan \"gold\"");
        assertThat(count("platform.accounts")).as("both or neither").isZero();
        assertThatThrownBy(() -> accounts.createAccount(" ", "free", "test")).isInstanceOf(AccountException.class);
        assertThatThrownBy(() -> accounts.createAccount("x".repeat(101), "free", "test"))
                .isInstanceOf(AccountException.class);
        assertThatThrownBy(() -> accounts.createApp(7, "Ann's app")).hasMessage("there is no account 7");
        assertThatThrownBy(() -> accounts.createKey(NewKey.live(7, Set.of()))).hasMessage("there is no app 7");
        assertThatThrownBy(() -> accounts.revoke("nonesuch")).hasMessageContaining("\"nonesuch\"");
        assertThatThrownBy(() -> NewKey.live(7, Set.of("a b"))).hasMessageContaining("\"a b\"");
    }

    private int count(String table) {
        return node.jdbi.withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one());
    }
}
