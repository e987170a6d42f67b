package dev.weir.api.keys;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.billing.catalogue.CatalogueStore;
import dev.weir.billing.subscriptions.Subscriptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;

/** The keys part of one gateway, put together as the server does it, with a clock and a schedule that stand still. */
final class KeysNode {

    static final Pepper PEPPER = new Pepper("a pepper for tests, long enough!");
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final AtomicInteger connections = new AtomicInteger();
    final AtomicLong nanos = new AtomicLong();
    final Jdbi jdbi;
    final Subscriptions subscriptions;
    final SqlKeys sql;
    final CachedKeys cached;
    final KeyWatch watch;
    final Accounts accounts;

    KeysNode(TestDatabase database, Path snapshot) {
        this(database, snapshot, PEPPER);
    }

    KeysNode(TestDatabase database, Path snapshot, Pepper pepper) {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        this.jdbi = Jdbi.create(counted(database));
        this.subscriptions = new Subscriptions(jdbi);
        this.sql = new SqlKeys(jdbi, subscriptions, pepper, clock);
        this.cached = new CachedKeys(sql, pepper, clock, nanos::get);
        this.watch = new KeyWatch(sql, cached, pepper, snapshot, new IdleSchedule());
        this.accounts = new Accounts(jdbi, subscriptions, pepper, clock, new SecureRandom());
    }

    /** A database in which the server's own catalogue is published. */
    static TestDatabase database() {
        var database = TestDatabase.create();
        try {
            var text = Files.readString(Path.of("config", "plans.yml"));
            new CatalogueStore(database.jdbi()).publish(text, Endpoint.ids(), "test");
            return database;
        } catch (Exception e) {
            throw new IllegalStateException("the server's catalogue could not be published", e);
        }
    }

    ApiKey newKey(String plan) {
        long account = accounts.createAccount("Ann's account", plan, "test");
        long app = accounts.createApp(account, "Ann's app");
        return accounts.createKey(NewKey.live(app, Set.of("posts.read")));
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private ConnectionFactory counted(TestDatabase database) {
        var source = database.dataSource();
        return () -> {
            connections.incrementAndGet();
            return source.getConnection();
        };
    }

    /** Takes every task and runs none: tests call poll(). */
    private static final class IdleSchedule extends ScheduledThreadPoolExecutor {
        IdleSchedule() {
            super(1);
            setRemoveOnCancelPolicy(true);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
            return super.schedule(command, 365, TimeUnit.DAYS);
        }
    }
}
