package dev.weir.limits.buckets;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Bucket4j's descriptions of limits, made once for each capacity and period in use: every visit of the store needs one for
 * every bucket that it reads, and there are only as many as plans have limits. Thread-safe.
 */
final class Configurations {

    /** Of two that meet in a place the later one stays, so this bounds the memory; a power of 2. */
    private static final int PLACES = 1 << 10;

    private static final int SPREAD = 31;

    private static final AtomicReferenceArray<@Nullable Known> KNOWN = new AtomicReferenceArray<>(PLACES);

    private record Known(long capacity, long periodMillis, BucketConfiguration configuration) {}

    private Configurations() {}

    static BucketConfiguration of(long capacity, long periodMillis) {
        int place = Long.hashCode(capacity * SPREAD + periodMillis) & (PLACES - 1);
        Known known = KNOWN.get(place);
        if (known != null && known.capacity == capacity && known.periodMillis == periodMillis) {
            return known.configuration;
        }
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(capacity)
                .refillGreedy(capacity, Duration.ofMillis(periodMillis))
                .build();
        BucketConfiguration made =
                BucketConfiguration.builder().addLimit(bandwidth).build();
        KNOWN.set(place, new Known(capacity, periodMillis, made));
        return made;
    }
}
