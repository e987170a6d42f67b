package dev.weir.limits.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The memories of all homes that this node has served lately, and which of them owe the store something. */
final class Homes {

    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);

    private final Cache<String, HomeMemory> memories;
    private final Set<String> owing = ConcurrentHashMap.newKeySet();
    private final int most;
    private final Counts counts;

    Homes(int most, NodeTime time, Counts counts) {
        this.most = most;
        this.counts = counts;
        this.memories = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(LONGEST_WINDOW)
                .ticker(time::nanos)
                .build();
    }

    HomeMemory of(String home) {
        return memories.get(home, name -> new HomeMemory());
    }

    /** Marks that something must be reported for this home. */
    void owes(String home) {
        if (owing.size() < most) {
            owing.add(home);
        } else {
            counts.dropped.increment();
        }
    }

    /** Whether something must be reported for this home. */
    boolean isOwing(String home) {
        return !owing.isEmpty() && owing.contains(home);
    }

    /** Takes the mark away; true for the one who is to report. */
    boolean claim(String home) {
        return owing.remove(home);
    }

    /** Some homes that owe, at most that many. */
    List<String> someOwing(int count) {
        List<String> some = new ArrayList<>(Math.min(count, owing.size()));
        for (String home : owing) {
            if (some.size() == count) {
                break;
            }
            some.add(home);
        }
        return some;
    }

    int owing() {
        return owing.size();
    }

    long remembered() {
        return memories.estimatedSize();
    }
}
