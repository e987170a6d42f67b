package dev.weir.limits.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.weir.limits.buckets.Visit;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The limit store of a node that is alone: the same entries and the same visits, in this process. Loses everything when
 * the process ends; quotas come back from the ledger.
 */
public final class LocalStore implements LimitStore {

    private final Clock clock;
    private final Cache<String, Kept> entries;

    /** Times windows by that clock. */
    public LocalStore(Clock clock) {
        this.clock = clock;
        this.entries = Caffeine.newBuilder()
                .expireAfter(Expiry.<String, Kept>writing((home, kept) -> Duration.ofMillis(kept.ttlMillis)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public CompletableFuture<byte[]> submit(String home, byte[] operation) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        entries.asMap().compute(home, (same, kept) -> visit(kept, operation, answer));
        return answer;
    }

    private @Nullable Kept visit(@Nullable Kept kept, byte[] operation, CompletableFuture<byte[]> answer) {
        Visit visit = Visit.pay(kept == null ? null : kept.entry, operation, clock.millis());
        answer.complete(visit.reply());
        byte[] entry = visit.entry();
        return entry == null ? kept : new Kept(entry, visit.ttlMillis());
    }

    @Override
    public int members() {
        return 1;
    }

    /** Forgets everything, as a lost store would. */
    public void wipe() {
        entries.invalidateAll();
    }

    /** How many homes are kept. */
    public long homes() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    @Override
    public void close() {
        wipe();
    }

    /** An entry and how long it is worth keeping. */
    private static final class Kept {

        private final byte[] entry;
        private final long ttlMillis;

        Kept(byte[] entry, long ttlMillis) {
            this.entry = entry;
            this.ttlMillis = ttlMillis;
        }
    }
}
