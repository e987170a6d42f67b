package dev.weir.api.demo.world;

import dev.weir.api.microblog.Post;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was written, as far as other tables than that of posts need to know. */
final class Log {

    private final List<Long> ids = new ArrayList<>();
    private final Map<Integer, Long> pinned = new HashMap<>();
    private final Counts counts;
    /** Person, post and time of each like. */
    private long[] likes = new long[3 * 65_536];

    private int likeCount;

    Log(int people) {
        counts = new Counts(people);
    }

    /** Notes a post. */
    void post(Post post, int author) {
        ids.add(post.id());
        counts.wrote(author, post.id());
        if (post.replyToId() != null) {
            counts.post(post.replyToId()).replies++;
        }
        if (post.quotedId() != null) {
            counts.post(post.quotedId()).quotes++;
        }
        if (post.repostOfId() != null) {
            counts.post(post.repostOfId()).reposts++;
        } else if (author % 7 == 0) {
            pinned.putIfAbsent(author, post.id());
        }
    }

    /** Notes that someone liked a post. */
    void like(long postId, int person, long millis) {
        counts.post(postId).likes++;
        counts.likedOne(person);
        int at = 3 * likeCount++;
        if (at == likes.length) {
            likes = Arrays.copyOf(likes, 2 * at);
        }
        likes[at] = person;
        likes[at + 1] = postId;
        likes[at + 2] = millis;
    }

    /** The posts in the order they were written. */
    List<Long> ids() {
        return ids;
    }

    /** The pinned post of a person's index. */
    Map<Integer, Long> pinned() {
        return pinned;
    }

    Counts counts() {
        return counts;
    }

    int likeCount() {
        return likeCount;
    }

    /** Index of the person, post and time of each like, ordered by post. */
    long[] likes() {
        return Arrays.copyOf(likes, 3 * likeCount);
    }
}
