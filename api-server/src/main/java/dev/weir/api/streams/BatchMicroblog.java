package dev.weir.api.streams;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.HomePage;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Listed;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.Poll;
import dev.weir.api.microblog.PostList;
import dev.weir.api.microblog.SearchHit;
import dev.weir.api.microblog.SearchPage;
import dev.weir.api.microblog.TimelinePage;
import dev.weir.api.microblog.UserList;
import dev.weir.api.microblog.Users;
import dev.weir.api.microblog.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The microblog as one batch of the feed sees it: what has been asked once is known, also that it does not exist. So the
 * batch is read in a few statements, and every post of it is then written without any. Not thread-safe.
 */
final class BatchMicroblog implements Microblog {

    private final Microblog origin;
    private final Map<Long, Optional<CountedPost>> posts = new HashMap<>();
    private final Map<String, Optional<Media>> media = new HashMap<>();
    private final Map<Long, Optional<Poll>> polls = new HashMap<>();
    private final Map<Long, CountedUser> users = new HashMap<>();
    private final Set<Long> askedIds = new HashSet<>();
    private final Set<String> askedNames = new HashSet<>();
    private final Map<String, CountedUser> named = new HashMap<>();

    BatchMicroblog(Microblog origin) {
        this.origin = origin;
    }

    @Override
    public Map<Long, CountedPost> posts(Collection<Long> ids) {
        return remembered(ids, posts, origin::posts);
    }

    @Override
    public Users users(Collection<Long> ids, Collection<String> usernames) {
        List<Long> unknownIds =
                ids.stream().filter(id -> !askedIds.contains(id)).toList();
        List<String> unknownNames = usernames.stream()
                .map(BatchMicroblog::key)
                .filter(name -> !askedNames.contains(name))
                .toList();
        if (!unknownIds.isEmpty() || !unknownNames.isEmpty()) {
            origin.users(unknownIds, unknownNames).all().forEach(user -> {
                users.put(user.id(), user);
                named.put(key(user.user().username()), user);
            });
            askedIds.addAll(unknownIds);
            askedNames.addAll(unknownNames);
        }
        List<CountedUser> found = new ArrayList<>();
        ids.forEach(id -> Optional.ofNullable(users.get(id)).ifPresent(found::add));
        usernames.forEach(name -> Optional.ofNullable(named.get(key(name))).ifPresent(found::add));
        return new Users(found);
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, Media> media(Collection<String> keys) {
        return remembered(keys, media, origin::media);
    }

    @Override
    public Map<Long, Poll> polls(Collection<Long> ids) {
        return remembered(ids, polls, origin::polls);
    }

    private static <K, V> Map<K, V> remembered(
            Collection<K> keys, Map<K, Optional<V>> known, Function<Collection<K>, Map<K, V>> read) {
        List<K> unknown = keys.stream().filter(key -> !known.containsKey(key)).toList();
        if (!unknown.isEmpty()) {
            Map<K, V> found = read.apply(unknown);
            unknown.forEach(key -> known.put(key, Optional.ofNullable(found.get(key))));
        }
        Map<K, V> all = new HashMap<>();
        keys.forEach(key -> known.getOrDefault(key, Optional.empty()).ifPresent(value -> all.put(key, value)));
        return all;
    }

    @Override
    public List<Listed<CountedPost>> posts(PostList list, Walk walk) {
        return origin.posts(list, walk);
    }

    @Override
    public List<Listed<CountedUser>> users(UserList list, Walk walk) {
        return origin.users(list, walk);
    }

    @Override
    public List<CountedPost> timeline(TimelinePage page) {
        return origin.timeline(page);
    }

    @Override
    public List<CountedPost> home(HomePage page) {
        return origin.home(page);
    }

    @Override
    public List<SearchHit> search(SearchPage page) {
        return origin.search(page);
    }

    @Override
    public Map<Instant, Long> counts(Condition condition, IdRange range, Duration width) {
        return origin.counts(condition, range, width);
    }
}
