package dev.weir.api.microblog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read, and when. Thread-safe. */
final class Memory<K, V> {

    /**
     * Something remembered.
     *
     * @param readAtNanos by the ticker
     */
    record Kept<V>(V value, long readAtNanos) {}

    private final Cache<K, Kept<V>> kept;
    private final Ticker ticker;
    private final long freshNanos;

    private Memory(Caffeine<? super K, ? super Kept<V>> builder, CachedMicroblog.Terms terms, Ticker ticker) {
        this.kept = builder.expireAfterWrite(terms.kept()).ticker(ticker).build();
        this.ticker = ticker;
        this.freshNanos = terms.fresh().toNanos();
    }

    /** A memory of so many entries. */
    static <K, V> Memory<K, V> ofEntries(CachedMicroblog.Terms terms, Ticker ticker) {
        return new Memory<>(Caffeine.newBuilder().maximumSize(terms.entries()), terms, ticker);
    }

    /** A memory of pages with so many rows in all. */
    static <K, T> Memory<K, List<T>> ofPages(CachedMicroblog.Terms terms, Ticker ticker) {
        return new Memory<>(
                Caffeine.newBuilder()
                        .maximumWeight(terms.entries())
                        .weigher((K key, Kept<List<T>> page) -> 1 + page.value().size()),
                terms,
                ticker);
    }

    @Nullable
    Kept<V> get(K key) {
        return kept.getIfPresent(key);
    }

    void put(K key, V value) {
        kept.put(key, new Kept<>(value, ticker.read()));
    }

    void forget(K key) {
        kept.invalidate(key);
    }

    /** Remembers what was read of what was asked for, forgets the rest of it, and hands it on. */
    Map<K, V> refreshed(Collection<K> asked, Map<K, V> read) {
        asked.stream().filter(key -> !read.containsKey(key)).forEach(this::forget);
        read.forEach(this::put);
        return read;
    }

    boolean isFresh(Kept<V> one) {
        return ageNanos(one) < freshNanos;
    }

    long ageNanos(Kept<V> one) {
        return ticker.read() - one.readAtNanos();
    }
}
