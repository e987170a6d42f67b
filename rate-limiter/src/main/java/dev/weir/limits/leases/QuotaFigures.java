package dev.weir.limits.leases;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.limits.Demand;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.buckets.BucketKey;
import dev.weir.limits.guard.NodeTime;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the usage ledger, once at a time for each quota, and leaves a silent ledger in peace for a second. Thread-safe.
 */
final class QuotaFigures {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaFigures.class);
    private static final int MOST_QUESTIONS = 1_000;
    private static final Duration PEACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(30);

    private final UsageLedger ledger;
    private final Map<Quota, Figure> open = new ConcurrentHashMap<>();
    private final Cache<Quota, Boolean> silent;

    /** A quota of a home. */
    record Quota(String home, BucketKey key) {}

    /**
     * A question to the ledger.
     *
     * @param base tokens that the store's bucket had charged when it was asked
     */
    record Figure(CompletableFuture<Long> answer, long base) {

        /** Waits for the answer, but no longer than that. */
        OptionalLong await(long nanos) {
            try {
                return OptionalLong.of(answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
            } catch (TimeoutException | ExecutionException silence) {
                return OptionalLong.empty();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return OptionalLong.empty();
            }
        }

        /** Does something with the answer when it comes, if it does: at once if it is there. */
        void whenTold(LongConsumer use) {
            var unused = answer.thenAccept(use::accept);
        }

        /** Does something when the question is over, answered or not. */
        void whenOver(Runnable action) {
            var unused = answer.whenComplete((spent, failure) -> action.run());
        }
    }

    QuotaFigures(UsageLedger ledger, NodeTime time) {
        this.ledger = ledger;
        this.silent = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(PEACE)
                .ticker(time::nanos)
                .build();
    }

    /** Asks, or joins whoever is asking the same. */
    Figure ask(String home, Demand demand, long base) {
        Quota quota = new Quota(home, BucketKey.of(demand));
        Figure asked = open.get(quota);
        if (asked != null) {
            return asked;
        }
        Figure mine = new Figure(new CompletableFuture<>(), base);
        if (silent.getIfPresent(quota) != null || open.size() >= MOST_QUESTIONS) {
            mine.answer().completeExceptionally(new IllegalStateException("the ledger is left in peace"));
            return mine;
        }
        Figure other = open.putIfAbsent(quota, mine);
        if (other != null) {
            return other;
        }
        var unused = mine.answer().orTimeout(LONGEST_QUESTION.toSeconds(), TimeUnit.SECONDS);
        mine.whenOver(() -> open.remove(quota, mine));
        put(quota, demand, mine.answer());
        return mine;
    }

    private void put(Quota quota, Demand demand, CompletableFuture<Long> answer) {
        try {
            var unused = ledger.spent(demand).whenComplete((spent, failure) -> {
                if (failure == null && spent != null) {
                    answer.complete(Math.max(0, spent));
                } else {
                    fell(quota, answer, String.valueOf(failure));
                }
            });
        } catch (RuntimeException failure) {
            fell(quota, answer, String.valueOf(failure));
        }
    }

    private void fell(Quota quota, CompletableFuture<Long> answer, String why) {
        LOG.debug("The ledger does not know {} of {}: {}", quota.key().limit(), quota.home(), why);
        silent.put(quota, Boolean.TRUE);
        answer.completeExceptionally(new IllegalStateException(why));
    }
}
