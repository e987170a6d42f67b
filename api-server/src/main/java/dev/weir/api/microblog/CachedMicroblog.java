package dev.weir.api.microblog;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A microblog that remembers what it has read.
 *
 * <p>A post or user read within {@link Terms#fresh} is answered from memory; what is older is read again, in one batch
 * with what is missing. When that fails and memory holds all that was asked for, however old, memory answers. When it
 * lacks anything, the failure stands: half an answer would say that the other half does not exist. Pages are always read;
 * when that fails, memory answers with the same page as it was.
 *
 * <p>After a failure nothing is read again for {@link Terms#pause} as long as memory has the answer, so that an outage does
 * not cost each request the time-out of a connection. An answer that would have been read again if that were possible is
 * told of, with its age. Thread-safe.
 */
public final class CachedMicroblog implements Microblog {

    /**
     * How much is remembered and for how long.
     *
     * @param entries posts at most, users at most, and so on; rows of pages at most
     * @param fresh how old an answer may be in normal times
     * @param kept how old an answer may be in an outage
     * @param pause how long the origin is left alone after a failure
     */
    public record Terms(long entries, Duration fresh, Duration kept, Duration pause) {

        /** 50,000 of each; 10 s in normal times, 15 min in an outage, a try each second. */
        public static final Terms STANDARD =
                new Terms(50_000, Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1));
    }

    /** Is told of answers from memory that are older than they would be in normal times. */
    @FunctionalInterface
    public interface Recall {
        /** Something of this age was handed out, on the thread that asked for it. */
        void remembered(Duration age);
    }

    private record PostsOf(PostList list, Walk walk) {}

    private record UsersOf(UserList list, Walk walk) {}

    private final Microblog origin;
    private final Ticker ticker;
    private final Recall recall;
    private final long pauseNanos;
    private final Memory<Long, CountedPost> posts;
    private final Memory<Long, CountedUser> users;
    private final Memory<String, Long> idsByUsername;
    private final Memory<String, Media> media;
    private final Memory<Long, Poll> polls;
    private final Memory<TimelinePage, List<CountedPost>> timelines;
    private final Memory<PostsOf, List<Listed<CountedPost>>> postLists;
    private final Memory<UsersOf, List<Listed<CountedUser>>> userLists;
    private final Memory<SearchPage, List<SearchHit>> searches;
    /** When the origin last failed; far in the past if it never did. */
    private final AtomicLong failedAtNanos;

    /** A microblog that tells nobody what came from memory. */
    public CachedMicroblog(Microblog origin, Terms terms, Ticker ticker) {
        this(origin, terms, ticker, age -> {});
    }

    public CachedMicroblog(Microblog origin, Terms terms, Ticker ticker, Recall recall) {
        this.origin = origin;
        this.ticker = ticker;
        this.recall = recall;
        this.pauseNanos = terms.pause().toNanos();
        this.posts = Memory.ofEntries(terms, ticker);
        this.users = Memory.ofEntries(terms, ticker);
        this.idsByUsername = Memory.ofEntries(terms, ticker);
        this.media = Memory.ofEntries(terms, ticker);
        this.polls = Memory.ofEntries(terms, ticker);
        this.timelines = Memory.ofPages(terms, ticker);
        this.postLists = Memory.ofPages(terms, ticker);
        this.userLists = Memory.ofPages(terms, ticker);
        this.searches = Memory.ofPages(terms, ticker);
        this.failedAtNanos = new AtomicLong(ticker.read() - pauseNanos);
    }

    @Override
    public Map<Long, CountedPost> posts(Collection<Long> ids) {
        return batch(posts, ids, origin::posts);
    }

    @Override
    public Map<String, Media> media(Collection<String> keys) {
        return batch(media, keys, origin::media);
    }

    @Override
    public Map<Long, Poll> polls(Collection<Long> ids) {
        return batch(polls, ids, origin::polls);
    }

    private <K, V> Map<K, V> batch(Memory<K, V> memory, Collection<K> keys, Function<Collection<K>, Map<K, V>> read) {
        Map<K, V> found = new HashMap<>();
        Map<K, V> old = new HashMap<>();
        List<K> unread = new ArrayList<>();
        long oldest = 0;
        for (K key : keys) {
            var kept = memory.get(key);
            if (kept == null || !memory.isFresh(kept)) {
                unread.add(key);
            } else {
                found.put(key, kept.value());
            }
            if (kept != null) {
                old.put(key, kept.value());
                oldest = Math.max(oldest, memory.ageNanos(kept));
            }
        }
        if (!unread.isEmpty()) {
            boolean complete = old.keySet().containsAll(unread);
            found.putAll(read(complete, oldest, () -> memory.refreshed(unread, read.apply(unread)), () -> old));
        }
        return found;
    }

    @Override
    public Users users(Collection<Long> ids, Collection<String> usernames) {
        List<CountedUser> fresh = new ArrayList<>();
        List<Memory.Kept<CountedUser>> old = new ArrayList<>();
        List<Long> unreadIds = new ArrayList<>();
        List<String> unreadNames = new ArrayList<>();
        ids.forEach(id -> {
            if (!take(id, fresh, old)) {
                unreadIds.add(id);
            }
        });
        usernames.forEach(name -> {
            var id = idsByUsername.get(Users.key(name));
            if (id == null || !isStillNamed(id.value(), name) || !take(id.value(), fresh, old)) {
                unreadNames.add(name);
            }
        });
        if (!unreadIds.isEmpty() || !unreadNames.isEmpty()) {
            boolean complete = fresh.size() + old.size() == ids.size() + usernames.size();
            long age = old.stream().mapToLong(users::ageNanos).max().orElse(0);
            fresh.addAll(read(
                    complete,
                    age,
                    () -> readUsers(unreadIds, unreadNames),
                    () -> old.stream().map(Memory.Kept::value).toList()));
        }
        return new Users(fresh);
    }

    /** A name may have passed to another user since. */
    private boolean isStillNamed(Long id, String name) {
        var kept = users.get(id);
        return kept != null && Users.key(kept.value().user().username()).equals(Users.key(name));
    }

    private boolean take(Long id, List<CountedUser> fresh, List<Memory.Kept<CountedUser>> old) {
        var kept = users.get(id);
        if (kept == null) {
            return false;
        }
        if (users.isFresh(kept)) {
            fresh.add(kept.value());
            return true;
        }
        old.add(kept);
        return false;
    }

    private Collection<CountedUser> readUsers(List<Long> ids, List<String> usernames) {
        Users read = origin.users(ids, usernames);
        ids.stream().filter(id -> read.byId(id).isEmpty()).forEach(users::forget);
        usernames.stream()
                .filter(name -> read.byUsername(name).isEmpty())
                .map(Users::key)
                .forEach(idsByUsername::forget);
        read.all().forEach(this::remember);
        return read.all();
    }

    @Override
    public List<CountedPost> timeline(TimelinePage page) {
        return page(timelines, page, () -> origin.timeline(page), this::remember);
    }

    @Override
    public List<Listed<CountedPost>> posts(PostList list, Walk walk) {
        return page(
                postLists, new PostsOf(list, walk), () -> origin.posts(list, walk), listed -> remember(listed.item()));
    }

    @Override
    public List<Listed<CountedUser>> users(UserList list, Walk walk) {
        return page(
                userLists, new UsersOf(list, walk), () -> origin.users(list, walk), listed -> remember(listed.item()));
    }

    @Override
    public List<SearchHit> search(SearchPage page) {
        return page(searches, page, () -> origin.search(page), hit -> remember(hit.post()));
    }

    private <K, T> List<T> page(Memory<K, List<T>> memory, K asked, Supplier<List<T>> read, Consumer<T> row) {
        Supplier<List<T>> origin = () -> {
            List<T> rows = read.get();
            rows.forEach(row);
            memory.put(asked, rows);
            return rows;
        };
        var kept = memory.get(asked);
        return kept == null ? read(false, 0, origin, List::of) : read(true, memory.ageNanos(kept), origin, kept::value);
    }

    private <T> T read(boolean canDoWithout, long ageNanos, Supplier<T> origin, Supplier<T> memory) {
        if (canDoWithout && ticker.read() - failedAtNanos.get() < pauseNanos) {
            return recalled(ageNanos, memory);
        }
        try {
            return origin.get();
        } catch (MicroblogUnavailableException e) {
            failedAtNanos.set(ticker.read());
            if (canDoWithout) {
                return recalled(ageNanos, memory);
            }
            throw e;
        }
    }

    private <T> T recalled(long ageNanos, Supplier<T> memory) {
        recall.remembered(Duration.ofNanos(ageNanos));
        return memory.get();
    }

    private void remember(CountedPost post) {
        posts.put(post.id(), post);
    }

    private void remember(CountedUser user) {
        users.put(user.id(), user);
        idsByUsername.put(Users.key(user.user().username()), user.id());
    }
}
