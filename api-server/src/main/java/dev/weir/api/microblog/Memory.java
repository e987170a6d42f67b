package dev.weir.api.microblog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was read, when, and after which changes. Thread-safe. */
final class Memory<K, V> {

    /**
     * Something remembered.
     *
     * @param readAtNanos by the ticker
     * @param asOf the last round of changes that was over before it was read (see {@link Heard})
     */
    record Kept<V>(V value, long readAtNanos, long asOf) {}

    private final Cache<K, Kept<V>> kept;
    private final Predicate<Kept<V>> holds;
    private final Ticker ticker;
    private final long freshNanos;

    private Memory(
            Caffeine<? super K, ? super Kept<V>> builder,
            Predicate<Kept<V>> holds,
            CachedMicroblog.Terms terms,
            Ticker ticker) {
        this.kept = builder.expireAfterWrite(terms.kept()).ticker(ticker).build();
        this.holds = holds;
        this.ticker = ticker;
        this.freshNanos = terms.fresh().toNanos();
    }

    /**
     * A memory of so many entries.
     *
     * @param holds whether something remembered is not known to have changed
     */
    static <K, V> Memory<K, V> ofEntries(Predicate<Kept<V>> holds, CachedMicroblog.Terms terms, Ticker ticker) {
        return new Memory<>(Caffeine.newBuilder().maximumSize(terms.entries()), holds, terms, ticker);
    }

    /** A memory of pages with so many rows in all. */
    static <K, T> Memory<K, List<T>> ofPages(CachedMicroblog.Terms terms, Ticker ticker) {
        return new Memory<>(
                Caffeine.newBuilder()
                        .maximumWeight(terms.entries())
                        .weigher((K key, Kept<List<T>> page) -> 1 + page.value().size()),
                page -> true,
                terms,
                ticker);
    }

    @Nullable
    Kept<V> get(K key) {
        Kept<V> found = kept.getIfPresent(key);
        return found != null && holds.test(found) ? found : null;
    }

    /** Remembers what was read; a slow read does not replace what a later one has brought. */
    void put(K key, V value, long asOf) {
        kept.asMap()
                .merge(
                        key,
                        new Kept<>(value, ticker.read(), asOf),
                        (there, mine) -> there.asOf() > mine.asOf() ? there : mine);
    }

    void forget(K key) {
        kept.invalidate(key);
    }

    /** Remembers what was read of what was asked for, forgets the rest of it, and hands it on. */
    Map<K, V> refreshed(Collection<K> asked, Map<K, V> read, long asOf) {
        asked.stream().filter(key -> !read.containsKey(key)).forEach(this::forget);
        read.forEach((key, value) -> put(key, value, asOf));
        return read;
    }

    boolean isFresh(Kept<V> one) {
        return ageNanos(one) < freshNanos;
    }

    long ageNanos(Kept<V> one) {
        return ticker.read() - one.readAtNanos();
    }
}
