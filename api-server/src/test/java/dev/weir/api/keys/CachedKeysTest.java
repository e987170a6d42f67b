package dev.weir.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.database.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CachedKeysTest {

    private final TestDatabase database = KeysNode.database();

    @TempDir
    private Path directory;

    @Test
    void aKnownKeyNeedsNoDatabase() throws Exception {
        var node = node("a");
        var key = node.newKey("free");
        var caller = node.cached.find(key.reveal());
        int asked = node.connections.get();

        for (int i = 0; i < 100; i++) {
            assertThat(node.cached.find(key.reveal())).isEqualTo(caller).isPresent();
            assertThat(node.cached.find(KeyForge.withAnotherSecret(key))).isEmpty();
            assertThat(node.cached.find("garbage")).isEmpty();
        }
        assertThat(node.connections).hasValue(asked);
    }

    @Test
    void anUnknownKeyIsAskedForOnceInAWhile() throws Exception {
        var node = node("a");
        var unknown = KeyForge.key("live", "000000000000", "0".repeat(32));
        assertThat(node.cached.find(unknown)).isEmpty();
        int asked = node.connections.get();

        node.pass(Duration.ofSeconds(4));
        assertThat(node.cached.find(unknown)).isEmpty();
        assertThat(node.connections).hasValue(asked);

        node.pass(Duration.ofSeconds(2));
        assertThat(node.cached.find(unknown)).isEmpty();
        assertThat(node.connections.get()).isGreaterThan(asked);
    }

    @Test
    void anOutageConcernsOnlyKeysThatWereNotMet() throws Exception {
        var node = node("a");
        var met = node.newKey("free");
        var other = node.newKey("free");
        assertThat(node.cached.find(met.reveal())).isPresent();
        database.goAway();

        assertThat(node.cached.find(met.reveal())).isPresent();
        assertThat(node.cached.find("garbage")).isEmpty();
        assertThatThrownBy(() -> node.cached.find(other.reveal())).isInstanceOf(KeysUnavailableException.class);

        int tried = node.connections.get();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> node.cached.find(other.reveal())).isInstanceOf(KeysUnavailableException.class);
        }
        assertThat(node.connections).as("not every request tries").hasValue(tried);

        database.comeBack();
        node.pass(Duration.ofSeconds(1));
        assertThat(node.cached.find(other.reveal())).isPresent();
    }

    @Test
    void requestsForTheSameKeyShareOneLookUp() throws Exception {
        var node = node("a");
        var key = node.newKey("free");
        var lookUps = new AtomicInteger();
        var release = new CountDownLatch(1);
        node.jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                if (context.getRawSql().contains("platform.keys")) {
                    lookUps.incrementAndGet();
                    await(release);
                }
            }
        });
        var threads = new CopyOnWriteArrayList<Thread>();
        var executor = Executors.newFixedThreadPool(8, task -> {
            var thread = new Thread(task);
            threads.add(thread);
            return thread;
        });
        try {
            var running = new ArrayList<Future<Optional<Caller>>>();
            Callable<Optional<Caller>> find = () -> node.cached.find(key.reveal());
            for (int i = 0; i < 8; i++) {
                running.add(executor.submit(find));
            }
            while (threads.stream().filter(CachedKeysTest::waits).count() < 8) {
                Thread.onSpinWait();
            }
            release.countDown();
            for (var found : running) {
                assertThat(found.get()).isPresent();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void aRevokedKeyDiesOnEveryNodeAtItsNextPoll() throws Exception {
        var one = node("one");
        var two = node("two");
        var key = one.newKey("free");
        one.watch.start();
        two.watch.start();
        assertThat(one.cached.find(key.reveal())).isPresent();
        assertThat(two.cached.find(key.reveal())).isPresent();

        one.accounts.revoke(key.id());
        one.watch.poll();
        two.watch.poll();

        assertThat(one.cached.find(key.reveal())).isEmpty();
        assertThat(two.cached.find(key.reveal())).isEmpty();
    }

    @Test
    void aRevocationInASlowTransactionIsNotMissed() throws Exception {
        var node = node("a");
        var key = node.newKey("free");
        var other = node.newKey("free");
        node.watch.start();
        assertThat(node.cached.find(key.reveal())).isPresent();
        try (var slow = node.jdbi.open()) {
            slow.begin();
            slow.execute("update platform.keys set revoked_at = now() where id = ?", key.id());
            node.accounts.revoke(other.id());
            node.watch.poll();
            node.watch.poll();
            assertThat(node.cached.find(key.reveal())).isPresent();
            slow.commit();
        }
        node.watch.poll();
        assertThat(node.cached.find(key.reveal())).isEmpty();
    }

    @Test
    void aLookUpThatBeganBeforeTheRevocationDoesNotBringTheKeyBack() throws Exception {
        var node = node("a");
        var key = node.newKey("free");
        node.watch.start();
        var read = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        node.jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                if (context.getRawSql().contains("k.hmac") && read.getCount() > 0) {
                    read.countDown();
                    await(release);
                }
            }
        });
        var executor = Executors.newSingleThreadExecutor();
        try {
            var early = executor.submit(() -> node.cached.find(key.reveal()));
            await(read);
            node.accounts.revoke(key.id());
            node.watch.poll();
            release.countDown();
            early.get();
        } finally {
            executor.shutdownNow();
        }
        assertThat(node.cached.find(key.reveal())).isEmpty();
    }

    @Test
    void aNewPlanIsInForceAtTheNextPollWithoutALookUp() throws Exception {
        var node = node("a");
        var key = node.newKey("free");
        node.watch.start();
        var caller = node.cached.find(key.reveal()).orElseThrow();
        assertThat(caller.plan()).isEqualTo("free");

        node.subscriptions.subscribe(caller.accountId(), "premium", "test", "grew");
        node.watch.poll();
        int asked = node.connections.get();

        assertThat(node.cached.find(key.reveal())).hasValueSatisfying(moved -> {
            assertThat(moved.plan()).isEqualTo("premium");
            assertThat(moved.scopes()).isEqualTo(Set.of("posts.read"));
        });
        assertThat(node.connections).hasValue(asked);
    }

    private KeysNode node(String name) {
        return new KeysNode(database, directory.resolve(name));
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
