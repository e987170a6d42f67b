package dev.weir.api.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Remembers keys in front of {@link SqlKeys}, so that a known key needs no database and works through an outage of it.
 *
 * <p>What is remembered does not grow old by itself: {@link KeyWatch} tells of every change. At most
 * {@value #MOST_KEYS} keys are held, and apart from them {@value #MOST_ABSENT} ids that are unknown or revoked, for
 * {@value #ABSENT_SECONDS} s, so that made-up keys cannot push out real ones. Requests for the same id share one
 * look-up. After a look-up fails, none is tried for {@value #REST_MILLIS} ms: an outage costs one request a time-out,
 * not each.
 */
public final class CachedKeys implements KeyDirectory {

    static final int MOST_KEYS = 50_000;
    private static final int MOST_ABSENT = 10_000;
    private static final int ABSENT_SECONDS = 5;
    private static final int REST_MILLIS = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final SqlKeys keys;
    private final Pepper pepper;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Cache<String, StoredKey> known;
    private final Cache<String, Boolean> absent;
    private final ConcurrentMap<String, CompletableFuture<Optional<StoredKey>>> loading = new ConcurrentHashMap<>();
    /** From an earlier run of this node; asked only when the database does not answer. */
    private final ConcurrentMap<String, StoredKey> remembered = new ConcurrentHashMap<>();

    private final AtomicLong edition = new AtomicLong();
    private volatile Optional<Long> failedAtNanos = Optional.empty();

    /** @param nanos a clock that never jumps, as {@link System#nanoTime()} */
    public CachedKeys(SqlKeys keys, Pepper pepper, Clock clock, LongSupplier nanos) {
        this.keys = keys;
        this.pepper = pepper;
        this.clock = clock;
        this.nanos = nanos;
        this.known = Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
        this.absent = Caffeine.newBuilder()
                .maximumSize(MOST_ABSENT)
                .expireAfterWrite(Duration.ofSeconds(ABSENT_SECONDS))
                .ticker(nanos::getAsLong)
                .build();
    }

    @Override
    public Optional<Caller> find(String presented) throws KeysUnavailableException {
        var key = ApiKey.parse(presented);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        // Before the look-up, so that an unknown id takes as long as a wrong secret.
        var hash = pepper.hash(key.get());
        return byId(key.get().id()).flatMap(stored -> stored.admit(hash, clock.instant()));
    }

    @Override
    public Optional<Caller> current(String keyId) throws KeysUnavailableException {
        return byId(keyId).flatMap(stored -> stored.inTime(clock.instant()));
    }

    private Optional<StoredKey> byId(String id) throws KeysUnavailableException {
        var hit = known.getIfPresent(id);
        if (hit != null) {
            return Optional.of(hit);
        }
        if (absent.getIfPresent(id) != null) {
            return Optional.empty();
        }
        try {
            return load(id);
        } catch (KeysUnavailableException e) {
            var earlier = Optional.ofNullable(remembered.get(id));
            if (earlier.isEmpty()) {
                throw e;
            }
            return earlier;
        }
    }

    private Optional<StoredKey> load(String id) throws KeysUnavailableException {
        var mine = new CompletableFuture<Optional<StoredKey>>();
        var running = loading.putIfAbsent(id, mine);
        if (running != null) {
            return await(running);
        }
        try {
            var stored = look(id);
            keep(id, mine, stored);
            mine.complete(stored);
            return stored;
        } catch (KeysUnavailableException | RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            loading.remove(id, mine);
        }
    }

    private Optional<StoredKey> look(String id) throws KeysUnavailableException {
        var failedAt = failedAtNanos;
        if (failedAt.isPresent() && nanos.getAsLong() - failedAt.get() < TimeUnit.MILLISECONDS.toNanos(REST_MILLIS)) {
            throw new KeysUnavailableException("the database did not answer a moment ago");
        }
        try {
            var stored = keys.byId(id);
            failedAtNanos = Optional.empty();
            return stored;
        } catch (KeysUnavailableException e) {
            failedAtNanos = Optional.of(nanos.getAsLong());
            throw e;
        }
    }

    /**
     * Keeps what was loaded, unless news of a change came in between: {@link #apply} takes the load out of
     * {@link #loading} first, and whichever of the two gets hold of it there goes before the other.
     */
    private void keep(String id, CompletableFuture<Optional<StoredKey>> mine, Optional<StoredKey> stored) {
        loading.computeIfPresent(id, (key, running) -> {
            if (running == mine) {
                stored.ifPresentOrElse(found -> known.put(id, found), () -> {
                    absent.put(id, true);
                    remembered.remove(id);
                });
                edition.incrementAndGet();
            }
            return running;
        });
    }

    private static Optional<StoredKey> await(CompletableFuture<Optional<StoredKey>> running)
            throws KeysUnavailableException {
        try {
            return running.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("interrupted while waiting for the database", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KeysUnavailableException("the keys cannot be read from the database", e);
        }
    }

    /** Takes in what has changed in the database. */
    void apply(SqlKeys.Changes changes) {
        if (changes.keyIds().isEmpty() && changes.plans().isEmpty()) {
            return;
        }
        // A load in progress may have read the state before the change; its result is not kept.
        loading.clear();
        changes.keyIds().forEach(id -> {
            known.invalidate(id);
            absent.invalidate(id);
            remembered.remove(id);
        });
        if (!changes.plans().isEmpty()) {
            move(known.asMap(), changes.plans());
            move(remembered, changes.plans());
        }
        edition.incrementAndGet();
    }

    private static void move(ConcurrentMap<String, StoredKey> keys, Map<Long, String> plans) {
        keys.forEach((id, key) -> {
            var plan = plans.get(key.caller().accountId());
            if (plan != null) {
                keys.replace(id, key, key.onPlan(plan));
            }
        });
    }

    /** Forgets everything: nobody can tell what has changed. */
    void clear() {
        loading.clear();
        known.invalidateAll();
        absent.invalidateAll();
        remembered.clear();
        edition.incrementAndGet();
    }

    /** Takes over what an earlier run of this node knew. */
    void remember(Collection<StoredKey> earlier) {
        earlier.stream().limit(MOST_KEYS).forEach(key -> remembered.put(key.id(), key));
    }

    /** What a later run of this node should know: at most {@value #MOST_KEYS} keys. */
    List<StoredKey> toRemember() {
        var all = new ArrayList<>(known.asMap().values());
        remembered.forEach((id, key) -> {
            if (all.size() < MOST_KEYS && !known.asMap().containsKey(id)) {
                all.add(key);
            }
        });
        return all;
    }

    /** Another number whenever {@link #toRemember()} may have changed. */
    long edition() {
        return edition.get();
    }
}
