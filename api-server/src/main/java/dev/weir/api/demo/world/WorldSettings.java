package dev.weir.api.demo.world;

import java.time.Duration;

/**
 * The size of an invented microblog.
 *
 * @param seed of every draw
 * @param users how many there are, 100 at least
 * @param posts how many are written within {@code span}, deleted ones included
 * @param span how far back the posts reach when the world is first made; top-ups continue at the same rate
 */
public record WorldSettings(long seed, int users, int posts, Duration span) {

    public WorldSettings {
        if (users < 100 || posts < 1 || span.toDays() < 1) {
            throw new IllegalArgumentException(
                    "a world needs 100 users, a post and a day, was %d, %d, %s".formatted(users, posts, span));
        }
    }

    /** What {@code ./weir demo} shows: 5,000 users and 200,000 posts of the last 30 days. */
    public static WorldSettings demo() {
        return new WorldSettings(20_260_101, 5_000, 200_000, Duration.ofDays(30));
    }

    double postsPerDay() {
        return posts / (span.toMillis() / 86_400_000.0);
    }
}
