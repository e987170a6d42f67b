package dev.weir.api.streams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.api.endpoints.Call;
import dev.weir.api.feed.SqlFeed;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.problems.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that are open on this gateway, and everything that keeps them going: one thread reads the feed, two write to
 * sockets that never block them, two catch up connections that ask for the past, and two look after time and database.
 */
final class Streams implements StreamConnection.Surroundings, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** How often the feed is looked into when nobody says that there is something: appends of other gateways. */
    private static final long POLL_MILLIS = 100;

    private static final long TROUBLED_MILLIS = 500;
    private static final long TICK_MILLIS = 1_000;
    private static final int TICKS_PER_SWEEP = 10;
    private static final int TICKS_PER_PRUNE = 60;
    private static final long MOST_SELECTIONS = 1_000;

    private final SqlFeed feed;
    private final RuleBook rules;
    private final SqlConnections registry;
    private final PostToll toll;
    private final StreamMetrics metrics;
    private final StreamBounds bounds;
    private final SharedRoom room;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Dispatcher dispatcher;

    private final Semaphore wakes = new Semaphore(0);
    private final ConcurrentMap<UUID, StreamConnection> connections = new ConcurrentHashMap<>();
    private final StreamKeeper keeper;
    private final Cache<String, Selection> selections =
            Caffeine.newBuilder().maximumSize(MOST_SELECTIONS).build();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(named("weir-stream-feed"));
    private final ExecutorService writers = Executors.newFixedThreadPool(2, named("weir-stream-write"));
    private final ExecutorService backfills = Executors.newFixedThreadPool(2, named("weir-stream-backfill"));
    private final ScheduledExecutorService keepers = Executors.newScheduledThreadPool(2, named("weir-stream-keep"));
    private List<Future<?>> scheduled = List.of();
    private int ticks;
    private volatile boolean closing;
    private volatile boolean troubled;

    Streams(StreamParts parts, SqlRules sqlRules, StreamBounds bounds) {
        this.feed = new SqlFeed(parts.jdbi());
        this.rules = new RuleBook(sqlRules);
        this.registry = new SqlConnections(parts.jdbi(), UUID.randomUUID(), bounds.gone());
        this.toll = new PostToll(parts.limiter(), parts.period(), parts.usage());
        this.metrics = new StreamMetrics(parts.registry());
        this.keeper = new StreamKeeper(parts.keys(), parts.policies(), registry, connections.values());
        this.bounds = bounds;
        this.room = new SharedRoom(bounds.allQueuedBytes());
        metrics.queued(room::held);
        this.clock = parts.clock();
        this.nanoTime = parts.nanoTime();
        this.dispatcher = new Dispatcher(
                feed, parts.microblog(), rules, parts.mapper(), backfills, this::write, metrics, clock, this::wake);
        parts.feed().onCommit(this::wake);
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Begins to read the feed. */
    void start() {
        reader.execute(this::read);
        var pulses = keepers.scheduleWithFixedDelay(this::pulse, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var ticking = keepers.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        scheduled = List.of(pulses, ticking);
    }

    SqlConnections registry() {
        return registry;
    }

    /** Rules were changed on this gateway. */
    void rulesChanged() {
        keepers.execute(() -> quietly(this::refreshRules));
    }

    /** The one object that stands for this choice of fields, whoever makes it. */
    Selection shared(String text, Supplier<Selection> selection) {
        return selections.get(text, t -> selection.get());
    }

    /**
     * Opens a connection. What is committed after this returns will reach it. At most four statements.
     *
     * @param backfill how far back it begins; zero for now
     * @throws ProblemException when there are no rules, too many connections, or this gateway is going away
     */
    StreamConnection open(
            Call call,
            StreamKind kind,
            Selection selection,
            Duration backfill,
            Optional<Instant> start,
            Optional<Instant> end,
            boolean gzip) {
        if (closing) {
            throw new ProblemException(StreamProblems.closing());
        }
        Caller caller = call.caller();
        if (kind == StreamKind.FILTERED && !rules.follow(caller.appId())) {
            throw new ProblemException(StreamProblems.noRules());
        }
        UUID id = UUID.randomUUID();
        if (!registry.open(id, caller, kind, call.policy().streams().connections())) {
            throw new ProblemException(StreamProblems.tooManyConnections(call.policy(), bounds.gone()));
        }
        try {
            long position = backfill.isZero() ? feed.head() : feed.startOf(backfill);
            var request = new StreamConnection.Request(id, kind, caller, selection, start, end, gzip);
            var connection = new StreamConnection(request, call.policy(), position, bounds, this);
            connections.put(id, connection);
            metrics.opened(kind);
            if (kind == StreamKind.FILTERED) {
                rules.keep(caller.appId());
            }
            return connection;
        } catch (RuntimeException e) {
            if (connections.remove(id) != null) {
                metrics.ended(kind, Disconnect.READER_GONE);
            }
            keeper.ended(id, Disconnect.READER_GONE);
            throw e;
        }
    }

    /** The connection's answer has begun: deliver. */
    void serve(StreamConnection connection) {
        dispatcher.add(connection);
    }

    private void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    private void read() {
        while (!closing) {
            long pause = POLL_MILLIS;
            try {
                pause = dispatcher.turn() ? 0 : POLL_MILLIS;
                report(false, "");
            } catch (RuntimeException e) {
                report(true, String.valueOf(e.getMessage()));
                pause = TROUBLED_MILLIS;
            }
            if (pause > 0) {
                await(pause);
            }
        }
    }

    /** Writes never wait for a reader, so this does not either. */
    private void write(Collection<StreamConnection> waiting) {
        CompletableFuture<?>[] writing = waiting.stream()
                .filter(StreamConnection::hasLines)
                .map(connection -> CompletableFuture.runAsync(connection::carryOn, writers))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(writing).join();
    }

    private void await(long millis) {
        try {
            var unused = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
            wakes.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private void report(boolean now, String why) {
        if (now && !troubled) {
            LOG.warn("The feed cannot be read, streams stand still until it can: {}", why);
        } else if (!now && troubled) {
            LOG.info("The feed is read again; streams go on where they stood");
        }
        troubled = now;
    }

    /** What time brings, whether the database answers or not. */
    void pulse() {
        Instant now = clock.instant();
        connections.values().forEach(connection -> connection.tick(now));
    }

    /** What the database tells. */
    void tick() {
        quietly(keeper::judgeKeys);
        quietly(keeper::judgeRegistrations);
        quietly(this::refreshRules);
        ticks++;
        if (ticks % TICKS_PER_SWEEP == 0) {
            quietly(registry::sweep);
        }
        if (ticks % TICKS_PER_PRUNE == 0) {
            quietly(feed::prune);
        }
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // An outage is told by those who cannot go on; here the next second tries again.
            LOG.debug("the state of streams could not be kept up", e);
        }
    }

    private void refreshRules() {
        rules.refresh(() -> connections.values().stream()
                .map(StreamConnection::request)
                .filter(request -> request.kind() == StreamKind.FILTERED)
                .map(request -> request.caller().appId())
                .collect(Collectors.toSet()));
    }

    @Override
    public boolean pay(StreamConnection connection) {
        boolean paid = toll.pay(connection.request().caller(), connection.policy());
        if (paid) {
            metrics.delivered(connection.request().kind());
        }
        return paid;
    }

    @Override
    public void ended(StreamConnection connection, Disconnect why) {
        if (connections.remove(connection.id()) == null) {
            return;
        }
        metrics.ended(connection.request().kind(), why);
        keeper.ended(connection.id(), why);
        long account = connection.request().caller().accountId();
        if (connections.values().stream()
                .noneMatch(other -> other.request().caller().accountId() == account)) {
            toll.release(account);
        }
        if (!closing) {
            // At once, so that the reader may come back at once.
            keepers.execute(() -> quietly(keeper::noteEnded));
        }
    }

    @Override
    public void carryOn(StreamConnection connection) {
        if (writers.isShutdown()) {
            connection.carryOn();
        } else {
            writers.execute(connection::carryOn);
        }
    }

    @Override
    public SharedRoom room() {
        return room;
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Tells all readers that this gateway goes away, and waits a little for that to go out. */
    @Override
    public void close() {
        closing = true;
        wake();
        scheduled.forEach(task -> task.cancel(false));
        connections.values().forEach(connection -> connection.end(Disconnect.SHUTDOWN));
        try {
            long waits = bounds.farewell().toMillis() / POLL_MILLIS;
            for (long i = 0; i < waits && !connections.isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        quietly(keeper::noteEnded);
        reader.shutdownNow();
        keepers.shutdownNow();
        backfills.shutdownNow();
        writers.shutdown();
    }
}
