package dev.weir.api.microblog;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * A microblog that remembers what it has read, and answers from memory only what it knows to be so still.
 *
 * <p>Before memory answers it hears what was committed until the request began, so an answer holds every change that was
 * committed before it was asked for, by whatever gateway: who has written through one gateway reads it through every
 * other, and nobody reads something older than what he has read before. Requests share these checks ({@link SharedCheck}).
 * What was read longer than {@link Terms#fresh} ago is read again, in one batch with what is missing. Pages of one author's
 * posts are answered from memory in the same way; other pages are always read, because what may change them cannot be
 * told from a few ids.
 *
 * <p>When the database fails and memory holds all that was asked for, however old, memory answers. When it lacks anything,
 * the failure stands: half an answer would say that the other half does not exist. Of a page memory answers with the same
 * page as it was. After a failure nothing is read again for {@link Terms#pause} as long as memory has the answer, and then
 * by one request while the others go on, so that an outage does not cost each request the time-out of a connection. An
 * answer that would have been read again if that were possible is told of, with its age. Thread-safe.
 */
public final class CachedMicroblog implements Microblog {

    /**
     * How much is remembered and for how long.
     *
     * @param entries posts at most, users at most, and so on; rows of pages at most
     * @param fresh after how long something is read again although nothing is known to have changed it
     * @param kept how old an answer may be in an outage
     * @param pause how long the origin is left alone after a failure
     */
    public record Terms(long entries, Duration fresh, Duration kept, Duration pause) {

        /** 50,000 of each; read again after a minute; 15 min in an outage, a try each second. */
        public static final Terms STANDARD =
                new Terms(50_000, Duration.ofMinutes(1), Duration.ofMinutes(15), Duration.ofSeconds(1));

        /** The same for more or fewer. */
        public Terms withEntries(long most) {
            return new Terms(most, fresh, kept, pause);
        }
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
    private final Heard heard;
    private final SharedCheck check;
    private final Memory<Long, CountedPost> posts;
    private final Memory<Long, CountedUser> users;
    private final Memory<String, Long> idsByUsername;
    private final Memory<String, Media> media;
    private final Memory<Long, Poll> polls;
    private final Memory<TimelinePage, List<CountedPost>> timelines;
    private final Memory<HomePage, List<CountedPost>> homes;
    private final Memory<PostsOf, List<Listed<CountedPost>>> postLists;
    private final Memory<UsersOf, List<Listed<CountedUser>>> userLists;
    private final Memory<SearchPage, List<SearchHit>> searches;
    /** Whether the origin failed when it was last tried. */
    private volatile boolean failing;
    /** Until when it is left alone while it is failing. */
    private final AtomicLong nextTryNanos = new AtomicLong();

    /** A microblog that tells nobody what came from memory. */
    public CachedMicroblog(Microblog origin, Changes.Source changes, Terms terms, Ticker ticker) {
        this(origin, changes, terms, ticker, age -> {});
    }

    /** @param changes tells what was changed in the origin, by whomever; asked by nobody else */
    public CachedMicroblog(Microblog origin, Changes.Source changes, Terms terms, Ticker ticker, Recall recall) {
        this.origin = origin;
        this.ticker = ticker;
        this.recall = recall;
        this.pauseNanos = terms.pause().toNanos();
        this.heard = new Heard(terms.kept(), ticker);
        this.check = new SharedCheck(() -> heard.apply(changes.next()), ticker::read);
        this.posts = Memory.ofEntries(post -> heard.stillHolds(post.value(), post.asOf()), terms, ticker);
        this.users = Memory.ofEntries(user -> heard.stillHolds(user.value(), user.asOf()), terms, ticker);
        this.idsByUsername = Memory.ofEntries(id -> true, terms, ticker);
        // Written once and never changed by a write of the API.
        this.media = Memory.ofEntries(one -> true, terms, ticker);
        this.polls = Memory.ofEntries(one -> true, terms, ticker);
        this.timelines = Memory.ofPages(terms, ticker);
        this.homes = Memory.ofPages(terms, ticker);
        this.postLists = Memory.ofPages(terms, ticker);
        this.userLists = Memory.ofPages(terms, ticker);
        this.searches = Memory.ofPages(terms, ticker);
    }

    @Override
    public Map<Long, CountedPost> posts(Collection<Long> ids) {
        boolean current = ids.stream().anyMatch(id -> mayAnswer(posts, id)) && hasHeard();
        return batch(posts, ids, current, origin::posts);
    }

    @Override
    public Map<String, Media> media(Collection<String> keys) {
        return batch(media, keys, true, origin::media);
    }

    @Override
    public Map<Long, Poll> polls(Collection<Long> ids) {
        return batch(polls, ids, true, origin::polls);
    }

    /** @param current whether all changes so far have been heard */
    private <K, V> Map<K, V> batch(
            Memory<K, V> memory, Collection<K> keys, boolean current, Function<Collection<K>, Map<K, V>> read) {
        Map<K, V> found = new HashMap<>();
        Map<K, V> old = new HashMap<>();
        List<K> unread = new ArrayList<>();
        long oldest = 0;
        for (K key : keys) {
            var kept = memory.get(key);
            if (kept == null || !current || !isFresh(memory, kept)) {
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
            long asOf = heard.asOf();
            found.putAll(read(complete, oldest, () -> memory.refreshed(unread, read.apply(unread), asOf), () -> old));
        }
        return found;
    }

    /** Whether it is worth hearing of changes: otherwise it is read anyway. */
    private static <K, V> boolean mayAnswer(Memory<K, V> memory, K key) {
        var kept = memory.get(key);
        return kept != null && memory.isFresh(kept);
    }

    private <K, V> boolean isFresh(Memory<K, V> memory, Memory.Kept<V> kept) {
        return memory.isFresh(kept) && heard.namesAllSince(kept.asOf());
    }

    @Override
    public Users users(Collection<Long> ids, Collection<String> usernames) {
        boolean known = ids.stream().anyMatch(id -> mayAnswer(users, id))
                || usernames.stream().anyMatch(name -> mayAnswer(idsByUsername, Users.key(name)));
        boolean current = known && hasHeard();
        List<CountedUser> fresh = new ArrayList<>();
        List<Memory.Kept<CountedUser>> old = new ArrayList<>();
        List<Long> unreadIds = new ArrayList<>();
        List<String> unreadNames = new ArrayList<>();
        ids.forEach(id -> {
            if (!take(id, current, fresh, old)) {
                unreadIds.add(id);
            }
        });
        usernames.forEach(name -> {
            var id = idsByUsername.get(Users.key(name));
            if (id == null || !isStillNamed(id.value(), name) || !take(id.value(), current, fresh, old)) {
                unreadNames.add(name);
            }
        });
        if (!unreadIds.isEmpty() || !unreadNames.isEmpty()) {
            boolean complete = fresh.size() + old.size() == ids.size() + usernames.size();
            long age = old.stream().mapToLong(users::ageNanos).max().orElse(0);
            long asOf = heard.asOf();
            fresh.addAll(read(
                    complete,
                    age,
                    () -> readUsers(unreadIds, unreadNames, asOf),
                    () -> old.stream().map(Memory.Kept::value).toList()));
        }
        return new Users(fresh);
    }

    /** A name may have passed to another user since. */
    private boolean isStillNamed(Long id, String name) {
        var kept = users.get(id);
        return kept != null && Users.key(kept.value().user().username()).equals(Users.key(name));
    }

    private boolean take(Long id, boolean current, List<CountedUser> fresh, List<Memory.Kept<CountedUser>> old) {
        var kept = users.get(id);
        if (kept == null) {
            return false;
        }
        if (current && isFresh(users, kept)) {
            fresh.add(kept.value());
            return true;
        }
        old.add(kept);
        return false;
    }

    private Collection<CountedUser> readUsers(List<Long> ids, List<String> usernames, long asOf) {
        Users read = origin.users(ids, usernames);
        ids.stream().filter(id -> read.byId(id).isEmpty()).forEach(users::forget);
        usernames.stream()
                .filter(name -> read.byUsername(name).isEmpty())
                .map(Users::key)
                .forEach(idsByUsername::forget);
        read.all().forEach(user -> remember(user, asOf));
        return read.all();
    }

    @Override
    public List<CountedPost> timeline(TimelinePage page) {
        var kept = timelines.get(page);
        if (kept != null && timelines.isFresh(kept) && hasHeard() && stillHolds(page, kept)) {
            return kept.value();
        }
        return page(timelines, page, () -> origin.timeline(page), this::remember);
    }

    private boolean stillHolds(TimelinePage page, Memory.Kept<List<CountedPost>> kept) {
        return heard.namesAllSince(kept.asOf())
                && heard.stillHoldsOf(page.authorId(), kept.asOf())
                && kept.value().stream().allMatch(post -> heard.stillHolds(post, kept.asOf()));
    }

    @Override
    public List<Listed<CountedPost>> posts(PostList list, Walk walk) {
        return page(
                postLists,
                new PostsOf(list, walk),
                () -> origin.posts(list, walk),
                (listed, asOf) -> remember(listed.item(), asOf));
    }

    @Override
    public List<Listed<CountedUser>> users(UserList list, Walk walk) {
        return page(
                userLists,
                new UsersOf(list, walk),
                () -> origin.users(list, walk),
                (listed, asOf) -> remember(listed.item(), asOf));
    }

    @Override
    public List<CountedPost> home(HomePage page) {
        return page(homes, page, () -> origin.home(page), this::remember);
    }

    @Override
    public List<SearchHit> search(SearchPage page) {
        return page(searches, page, () -> origin.search(page), (hit, asOf) -> remember(hit.post(), asOf));
    }

    @Override
    public Map<Instant, Long> counts(Condition condition, IdRange range, Duration width) {
        return read(false, 0, () -> origin.counts(condition, range, width), Map::of);
    }

    private <K, T> List<T> page(Memory<K, List<T>> memory, K asked, Supplier<List<T>> read, ObjLongConsumer<T> row) {
        Supplier<List<T>> origin = () -> {
            long asOf = heard.asOf();
            List<T> rows = read.get();
            rows.forEach(one -> row.accept(one, asOf));
            memory.put(asked, rows, asOf);
            return rows;
        };
        var kept = memory.get(asked);
        return kept == null ? read(false, 0, origin, List::of) : read(true, memory.ageNanos(kept), origin, kept::value);
    }

    /** Hears what was committed until the request began; false when that cannot be found out now. */
    private boolean hasHeard() {
        if (failing && !isNextToTry()) {
            return false;
        }
        try {
            check.since(RequestStart.orNow(ticker::read));
            failing = false;
            return true;
        } catch (MicroblogUnavailableException e) {
            pause();
            return false;
        }
    }

    /** Whether this request tries a failing origin again; the others go on without it, however long that takes. */
    private boolean isNextToTry() {
        long due = nextTryNanos.get();
        long now = ticker.read();
        return now - due >= 0 && nextTryNanos.compareAndSet(due, now + pauseNanos);
    }

    private void pause() {
        nextTryNanos.set(ticker.read() + pauseNanos);
        failing = true;
    }

    private boolean isPausing() {
        return failing && ticker.read() - nextTryNanos.get() < 0;
    }

    private <T> T read(boolean canDoWithout, long ageNanos, Supplier<T> origin, Supplier<T> memory) {
        if (canDoWithout && isPausing()) {
            return recalled(ageNanos, memory);
        }
        try {
            T answer = origin.get();
            failing = false;
            return answer;
        } catch (MicroblogUnavailableException e) {
            pause();
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

    private void remember(CountedPost post, long asOf) {
        posts.put(post.id(), post, asOf);
    }

    private void remember(CountedUser user, long asOf) {
        users.put(user.id(), user, asOf);
        idsByUsername.put(Users.key(user.user().username()), user.id(), asOf);
    }
}
