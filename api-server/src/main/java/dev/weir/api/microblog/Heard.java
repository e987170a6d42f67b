package dev.weir.api.microblog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway has heard to have changed.
 *
 * <p>Changes are heard in rounds. What was read is stamped with the last round that was over before the read began: a
 * change heard in that round or before was committed before the read, which therefore saw it; one heard later may not
 * have been seen, so what it names counts as not read. That holds too when the read and the change cross on their way
 * here. Thread-safe; {@link #apply} is for one thread at a time.
 */
final class Heard {

    private final Cache<Long, Long> posts;
    private final Cache<Long, Long> users;
    private final Cache<Long, Long> authors;
    private final AtomicLong rounds = new AtomicLong();
    /** The last round after which nothing read before counts as fresh. */
    private volatile long everything;

    /** @param remembered how long anything that was read is remembered, which is how long its changes matter */
    Heard(Duration remembered, Ticker ticker) {
        this.posts = cache(remembered, ticker);
        this.users = cache(remembered, ticker);
        this.authors = cache(remembered, ticker);
    }

    private static Cache<Long, Long> cache(Duration remembered, Ticker ticker) {
        return Caffeine.newBuilder()
                .expireAfterWrite(remembered.plus(remembered))
                .ticker(ticker)
                .build();
    }

    /** The round that is over now; to be asked before a read whose result is to be remembered. */
    long asOf() {
        return rounds.get();
    }

    /** Takes in what was heard. */
    void apply(Changes changes) {
        long round = rounds.get() + 1;
        changes.posts().forEach(id -> posts.put(id, round));
        changes.users().forEach(id -> users.put(id, round));
        changes.authors().forEach(id -> authors.put(id, round));
        if (changes.everything()) {
            everything = round;
        }
        rounds.set(round);
    }

    /** Whether a post that was read then is not known to have changed since. */
    boolean stillHolds(CountedPost post, long asOf) {
        return asOf >= of(posts, post.id()) && asOf >= of(authors, post.post().authorId());
    }

    /** Whether a user that was read then is not known to have changed since. */
    boolean stillHolds(CountedUser user, long asOf) {
        return stillHoldsOf(user.id(), asOf);
    }

    /** Whether a user's profile, counters and list of posts, as read then, are not known to have changed since. */
    boolean stillHoldsOf(long userId, long asOf) {
        return asOf >= of(users, userId) && asOf >= of(authors, userId);
    }

    /** Whether everything that has changed since then was named. */
    boolean namesAllSince(long asOf) {
        return asOf >= everything;
    }

    private static long of(Cache<Long, Long> changes, long id) {
        @Nullable Long round = changes.getIfPresent(id);
        return round == null ? 0 : round;
    }
}
