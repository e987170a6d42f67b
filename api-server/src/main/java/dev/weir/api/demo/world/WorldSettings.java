package dev.weir.api.demo.world;

import java.time.Duration;

/**
 * The size of an invented microblog.
 *
 * @param seed of every draw
 * @param users how many there are, 100 at least
 * @param posts how many are written within {@code span}, deleted ones included
 * @param follows how many follow somebody, about; 0 for as many as people of such a number have
 * @param span how far back the posts reach when the world is first made; top-ups continue at the same rate
 */
public record WorldSettings(long seed, int users, int posts, int follows, Duration span) {

    private static final long SEED = 20_260_101;
    private static final Duration SPAN = Duration.ofDays(30);

    public WorldSettings {
        if (users < 100 || posts < 1 || follows < 0 || span.toDays() < 1) {
            throw new IllegalArgumentException("a world needs 100 users, a post and a day, was %d, %d, %d, %s"
                    .formatted(users, posts, follows, span));
        }
    }

    /** As many follows as people have. */
    public WorldSettings(long seed, int users, int posts, Duration span) {
        this(seed, users, posts, 0, span);
    }

    /** A world of another size over the same 30 days. */
    public static WorldSettings ofSize(int users, int posts, int follows) {
        return new WorldSettings(SEED, users, posts, follows, SPAN);
    }

    /** What {@code ./weir demo} shows: 5,000 users and 200,000 posts of the last 30 days. */
    public static WorldSettings demo() {
        return ofSize(5_000, 200_000, 0);
    }

    /** The three sizes as text, for another process or start. */
    public String sizes() {
        return users + " " + posts + " " + follows;
    }

    /** What {@link #sizes} wrote. */
    public static WorldSettings ofSizes(String sizes) {
        var numbers = sizes.strip().split(" ", -1);
        return ofSize(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    double postsPerDay() {
        return posts / (span.toMillis() / 86_400_000.0);
    }
}
