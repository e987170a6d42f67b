package dev.weir.api.demo.world;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Counts what posts and people get while a world is written. */
final class Counts {

    private final Map<Long, OfPost> posts = new HashMap<>();
    private final int[] written;
    private final long[] newest;
    private final int[] likesGiven;

    Counts(int people) {
        written = new int[people];
        newest = new long[people];
        likesGiven = new int[people];
    }

    /** What a post got. */
    static final class OfPost {
        int replies;
        int reposts;
        int quotes;
        int likes;
    }

    OfPost post(long id) {
        return posts.computeIfAbsent(id, key -> new OfPost());
    }

    /** Everything that was counted for posts, in no order. */
    void forEachPost(BiConsumer<Long, OfPost> action) {
        posts.forEach(action);
    }

    void wrote(int person, long postId) {
        written[person]++;
        newest[person] = Math.max(newest[person], postId);
    }

    void likedOne(int person) {
        likesGiven[person]++;
    }

    int writtenBy(int person) {
        return written[person];
    }

    /** The highest id of what a person wrote; null for nothing. */
    @Nullable
    Long newestBy(int person) {
        return newest[person] == 0 ? null : newest[person];
    }

    int likesGivenBy(int person) {
        return likesGiven[person];
    }
}
