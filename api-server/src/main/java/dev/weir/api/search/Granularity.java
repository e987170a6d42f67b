package dev.weir.api.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How wide the buckets of counts are, and how much time a page of them covers. Buckets begin at full ones in UTC. */
enum Granularity {
    MINUTE(Duration.ofMinutes(1), Duration.ofDays(7)),
    HOUR(Duration.ofHours(1), Duration.ofDays(31)),
    DAY(Duration.ofDays(1), Duration.ofDays(31));

    private final Duration width;
    private final Duration page;

    Granularity(Duration width, Duration page) {
        this.width = width;
        this.page = page;
    }

    static Set<String> names() {
        return Arrays.stream(values()).map(Granularity::value).collect(Collectors.toSet());
    }

    /** The one of this name; hours if there is none, which has been refused before. */
    static Granularity of(String name) {
        return Arrays.stream(values())
                .filter(granularity -> granularity.value().equals(name))
                .findFirst()
                .orElse(HOUR);
    }

    private String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    Duration width() {
        return width;
    }

    /** Where a page begins that ends at {@code end}. */
    Instant pageStart(Instant start, Instant end) {
        Instant whole = bucketOf(end).minus(page);
        return whole.isAfter(start) ? whole : start;
    }

    /**
     * The buckets of a page, empty ones too; the first and the last may be parts.
     *
     * @param counts by the beginning of whole buckets
     */
    List<CountsAnswer.Bucket> buckets(Instant start, Instant end, Map<Instant, Long> counts) {
        List<CountsAnswer.Bucket> buckets = new ArrayList<>();
        for (Instant at = start; at.isBefore(end); ) {
            Instant next = bucketOf(at).plus(width);
            Instant until = next.isBefore(end) ? next : end;
            buckets.add(CountsAnswer.Bucket.of(at, until, counts.getOrDefault(bucketOf(at), 0L)));
            at = until;
        }
        return buckets;
    }

    private Instant bucketOf(Instant time) {
        long seconds = width.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
}
