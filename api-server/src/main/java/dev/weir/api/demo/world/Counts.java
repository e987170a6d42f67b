package dev.weir.api.demo.world;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Counts what posts and people get while a world is written. */
final class Counts {

    private final Map<Long, OfPost> posts = new HashMap<>();
    private final int[] written;
    private final int[] likesGiven;

    Counts(int people) {
        written = new int[people];
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

    void wrote(int person) {
        written[person]++;
    }

    void likedOne(int person) {
        likesGiven[person]++;
    }

    int writtenBy(int person) {
        return written[person];
    }

    int likesGivenBy(int person) {
        return likesGiven[person];
    }
}
