package dev.weir.api.microblog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A microblog that remembers what it has read.
 *
 * <p>A post or user read within {@link Terms#fresh} is answered from memory; what is older is read again, in one batch
 * with what is missing. When that fails and memory holds all that was asked for, however old, memory answers. When it
 * lacks anything, the failure stands: half an answer would say that the other half does not exist.
 *
 * <p>After a failure nothing is read again for {@link Terms#pause} as long as memory has the answer, so that an outage does
 * not cost each request the time-out of a connection. Pages are always read; their rows are remembered. Thread-safe.
 */
public final class CachedMicroblog implements Microblog {

    /**
     * How much is remembered and for how long.
     *
     * @param entries posts at most, and users at most
     * @param fresh how old an answer may be in normal times
     * @param kept how old an answer may be in an outage
     * @param pause how long the origin is left alone after a failure
     */
    public record Terms(long entries, Duration fresh, Duration kept, Duration pause) {

        /** 50,000 posts and as many users; 10 s in normal times, 15 min in an outage, a try each second. */
        public static final Terms STANDARD =
                new Terms(50_000, Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1));
    }

    private record Kept<V>(V value, long readAtNanos) {}

    private final Microblog origin;
    private final Ticker ticker;
    private final long freshNanos;
    private final long pauseNanos;
    private final Cache<Long, Kept<CountedPost>> posts;
    private final Cache<Long, Kept<CountedUser>> users;
    private final Cache<String, Long> idsByUsername;
    /** When the origin last failed; far in the past if it never did. */
    private final AtomicLong failedAtNanos;

    public CachedMicroblog(Microblog origin, Terms terms, Ticker ticker) {
        this.origin = origin;
        this.ticker = ticker;
        this.freshNanos = terms.fresh().toNanos();
        this.pauseNanos = terms.pause().toNanos();
        this.posts = cache(terms);
        this.users = cache(terms);
        this.idsByUsername = cache(terms);
        this.failedAtNanos = new AtomicLong(ticker.read() - pauseNanos);
    }

    private <K, V> Cache<K, V> cache(Terms terms) {
        return Caffeine.newBuilder()
                .maximumSize(terms.entries())
                .expireAfterWrite(terms.kept())
                .ticker(ticker)
                .build();
    }

    @Override
    public Map<Long, CountedPost> posts(Collection<Long> ids) {
        Map<Long, CountedPost> found = new HashMap<>();
        Map<Long, CountedPost> old = new HashMap<>();
        List<Long> unread = new ArrayList<>();
        for (Long id : ids) {
            Kept<CountedPost> kept = posts.getIfPresent(id);
            if (kept == null || !isFresh(kept)) {
                unread.add(id);
            } else {
                found.put(id, kept.value());
            }
            if (kept != null) {
                old.put(id, kept.value());
            }
        }
        if (!unread.isEmpty()) {
            boolean complete = old.keySet().containsAll(unread);
            found.putAll(read(complete, () -> remembered(unread, origin.posts(unread)), () -> old));
        }
        return found;
    }

    private Map<Long, CountedPost> remembered(Collection<Long> asked, Map<Long, CountedPost> read) {
        asked.stream().filter(id -> !read.containsKey(id)).forEach(posts::invalidate);
        read.values().forEach(this::remember);
        return read;
    }

    @Override
    public Users users(Collection<Long> ids, Collection<String> usernames) {
        List<CountedUser> fresh = new ArrayList<>();
        List<CountedUser> old = new ArrayList<>();
        List<Long> unreadIds = new ArrayList<>();
        List<String> unreadNames = new ArrayList<>();
        ids.forEach(id -> {
            if (!take(id, fresh, old)) {
                unreadIds.add(id);
            }
        });
        usernames.forEach(name -> {
            Long id = idsByUsername.getIfPresent(Users.key(name));
            if (id == null || !isStillNamed(id, name) || !take(id, fresh, old)) {
                unreadNames.add(name);
            }
        });
        if (!unreadIds.isEmpty() || !unreadNames.isEmpty()) {
            boolean complete = fresh.size() + old.size() == ids.size() + usernames.size();
            fresh.addAll(read(complete, () -> readUsers(unreadIds, unreadNames), () -> old));
        }
        return new Users(fresh);
    }

    /** A name may have passed to another user since. */
    private boolean isStillNamed(Long id, String name) {
        Kept<CountedUser> kept = users.getIfPresent(id);
        return kept != null && Users.key(kept.value().user().username()).equals(Users.key(name));
    }

    private boolean take(Long id, List<CountedUser> fresh, List<CountedUser> old) {
        Kept<CountedUser> kept = users.getIfPresent(id);
        if (kept == null) {
            return false;
        }
        boolean isFresh = isFresh(kept);
        (isFresh ? fresh : old).add(kept.value());
        return isFresh;
    }

    private Collection<CountedUser> readUsers(List<Long> ids, List<String> usernames) {
        Users read = origin.users(ids, usernames);
        ids.stream().filter(id -> read.byId(id).isEmpty()).forEach(users::invalidate);
        usernames.stream()
                .filter(name -> read.byUsername(name).isEmpty())
                .map(Users::key)
                .forEach(idsByUsername::invalidate);
        read.all().forEach(this::remember);
        return read.all();
    }

    @Override
    public List<CountedPost> timeline(TimelinePage page) {
        List<CountedPost> read = read(false, () -> origin.timeline(page), List::of);
        read.forEach(this::remember);
        return read;
    }

    @Override
    public List<SearchHit> search(SearchPage page) {
        List<SearchHit> read = read(false, () -> origin.search(page), List::of);
        read.forEach(hit -> remember(hit.post()));
        return read;
    }

    private <T> T read(boolean canDoWithout, Supplier<T> origin, Supplier<T> memory) {
        if (canDoWithout && ticker.read() - failedAtNanos.get() < pauseNanos) {
            return memory.get();
        }
        try {
            return origin.get();
        } catch (MicroblogUnavailableException e) {
            failedAtNanos.set(ticker.read());
            if (canDoWithout) {
                return memory.get();
            }
            throw e;
        }
    }

    private boolean isFresh(Kept<?> kept) {
        return ticker.read() - kept.readAtNanos() < freshNanos;
    }

    private void remember(CountedPost post) {
        posts.put(post.id(), new Kept<>(post, ticker.read()));
    }

    private void remember(CountedUser user) {
        users.put(user.id(), new Kept<>(user, ticker.read()));
        idsByUsername.put(Users.key(user.user().username()), user.id());
    }
}
