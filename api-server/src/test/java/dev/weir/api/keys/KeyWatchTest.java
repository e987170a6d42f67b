package dev.weir.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node knows of keys across a restart while the database is away. */
final class KeyWatchTest {

    private final TestDatabase database = KeysNode.database();

    @TempDir
    private Path directory;

    @Test
    void aNodeThatRestartsWithoutTheDatabaseKnowsTheKeysItHadMet() throws Exception {
        var before = node();
        var met = before.newKey("free");
        var token = before.accounts.createKey(
                NewKey.live(before.sql.find(met.reveal()).orElseThrow().appId(), Set.of())
                        .actingFor(42));
        var notMet = before.newKey("free");
        before.watch.start();
        var caller = before.cached.find(met.reveal());
        var acting = before.cached.find(token.reveal());
        before.watch.close();
        database.goAway();

        var after = node();
        after.watch.start();
        assertThat(after.cached.find(met.reveal())).isEqualTo(caller).isPresent();
        assertThat(after.cached.find(token.reveal())).isEqualTo(acting).isPresent();
        assertThat(after.cached.find(KeyForge.withAnotherSecret(met))).isEmpty();
        assertThatThrownBy(() -> after.cached.find(notMet.reveal())).isInstanceOf(KeysUnavailableException.class);
        assertThat(after.watch.problem()).isPresent();
        after.watch.close();

        var third = node();
        third.watch.start();
        assertThat(third.cached.find(met.reveal())).as("handed on once more").isEqualTo(caller);
    }

    @Test
    void whatHappenedMeanwhileCountsAsSoonAsTheDatabaseAnswers() throws Exception {
        var before = node();
        var revoked = before.newKey("free");
        var moved = before.newKey("free");
        before.watch.start();
        before.cached.find(revoked.reveal());
        long account = before.cached.find(moved.reveal()).orElseThrow().accountId();
        before.watch.close();
        before.accounts.revoke(revoked.id());
        before.subscriptions.subscribe(account, "premium", "test", "grew");
        database.goAway();
        var after = node();
        after.watch.start();
        assertThat(after.cached.find(revoked.reveal())).as("nobody can tell").isPresent();

        database.comeBack();
        after.watch.poll();
        assertThat(after.watch.problem()).isEmpty();
        database.goAway();
        assertThatThrownBy(() -> after.cached.find(revoked.reveal())).isInstanceOf(KeysUnavailableException.class);
        assertThat(after.cached.find(moved.reveal()))
                .hasValueSatisfying(caller -> assertThat(caller.plan()).isEqualTo("premium"));
    }

    @Test
    void theFileServesOnlyWhileTheDatabaseIsAway() throws Exception {
        var before = node();
        var key = before.newKey("free");
        before.watch.start();
        before.cached.find(key.reveal());
        before.watch.close();
        // Not even heard of by the watch: taken away behind its back.
        before.jdbi.useHandle(handle -> handle.execute("delete from platform.keys"));

        var after = node();
        after.watch.start();
        assertThat(after.cached.find(key.reveal())).isEmpty();
    }

    @Test
    void theFileIsTheOwnersAloneAndHasNoSecret() throws Exception {
        var node = node();
        var key = node.newKey("free");
        node.watch.start();
        node.cached.find(key.reveal());
        for (int i = 0; i < 10; i++) {
            node.watch.poll();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file()))
                .contains(key.id())
                .doesNotContain(key.reveal().substring(23, 55));
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void aFileThatWasTouchedOrMadeUnderAnotherPepperIsNotUsed() throws Exception {
        var before = node();
        var key = before.newKey("free");
        before.watch.start();
        before.cached.find(key.reveal());
        before.watch.close();
        database.goAway();
        var good = Files.readString(file());

        for (var touched : List.of(
                "",
                "x",
                "weir-keys-1 \n",
                good.replace("\tfree\t", "\tpremium\t"),
                good.substring(0, good.length() - 5))) {
            Files.writeString(file(), touched);
            var after = node();
            after.watch.start();
            assertThatThrownBy(() -> after.cached.find(key.reveal())).isInstanceOf(KeysUnavailableException.class);
        }
        Files.writeString(file(), good);
        var salted = new KeysNode(database, file(), new Pepper("another pepper, also long enough"));
        salted.watch.start();
        assertThatThrownBy(() -> salted.cached.find(key.reveal())).isInstanceOf(KeysUnavailableException.class);
        var same = node();
        same.watch.start();
        assertThat(same.cached.find(key.reveal())).isPresent();
    }

    @Test
    void aHistoryThatRunsBackwardsIsNotTrusted() throws Exception {
        var before = node();
        var key = before.newKey("free");
        before.watch.start();
        before.cached.find(key.reveal());
        new KeySnapshot(Long.MAX_VALUE / 2, before.cached.toRemember()).write(file(), KeysNode.PEPPER);

        var after = node();
        after.watch.start();
        database.goAway();
        assertThatThrownBy(() -> after.cached.find(key.reveal())).isInstanceOf(KeysUnavailableException.class);
    }

    private Path file() {
        return directory.resolve("state").resolve("keys");
    }

    private KeysNode node() {
        return new KeysNode(database, file());
    }
}
