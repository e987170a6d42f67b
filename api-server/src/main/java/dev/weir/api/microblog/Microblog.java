package dev.weir.api.microblog;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads of the microblog, in batches only: each call is at most one statement, whatever its size.
 *
 * <p>What is missing from an answer does not exist. What could not be found out is a
 * {@link MicroblogUnavailableException}; there is no third way. Thread-safe.
 */
public interface Microblog {

    /** The posts there are among these ids, by id. */
    Map<Long, CountedPost> posts(Collection<Long> ids);

    /** The users there are among these ids and usernames (whatever their case). */
    Users users(Collection<Long> ids, Collection<String> usernames);

    /** The pictures and films there are among these keys, by key. */
    Map<String, Media> media(Collection<String> keys);

    /** The polls there are among these ids, by id. */
    Map<Long, Poll> polls(Collection<Long> ids);

    /** Posts of one author. The author's protection is not looked at: {@link CountedPost#isPublic} tells. */
    List<CountedPost> timeline(TimelinePage page);

    /** Posts of a list, next to a place in it. */
    List<Listed<CountedPost>> posts(PostList list, Walk walk);

    /** Users of a list, next to a place in it. */
    List<Listed<CountedUser>> users(UserList list, Walk walk);

    /**
     * A page of a user's home timeline. Posts of protected and suspended users are not on it, but
     * the user's own are.
     */
    List<CountedPost> home(HomePage page);

    /** Public posts that match. May be refused with {@link SearchTooBroadException}. */
    List<SearchHit> search(SearchPage page);

    /**
     * How many public posts match, by time of writing. May be refused with {@link SearchTooBroadException}.
     *
     * @param width of a bucket, whole seconds; buckets begin at multiples of it in UTC
     * @return the count of each bucket that is not empty, by its beginning
     */
    Map<Instant, Long> counts(Condition condition, IdRange range, Duration width);
}
