package dev.weir.api.demo.world;

/**
 * How much notice posts get: more for people with many followers, and luck besides.
 *
 * <p>Likes come to about ten for each repost (Bluesky, four days of September 2024).
 */
final class Attention {

    private static final double LIKES_PER_REPOST = 10;
    private static final double LUCK = 1.2;
    /** Likes that come to nothing: given twice by the same person, or after the present. */
    private static final double LOST = 0.03;

    private final double[] renown;
    private final double likesPerRenown;
    private final int most;

    Attention(People people, FollowGraph follows) {
        int size = people.size();
        renown = new double[size];
        double posts = 0;
        double reposts = 0;
        double weighted = 0;
        for (int i = 0; i < size; i++) {
            renown[i] = Math.sqrt(follows.followersOf(i) + 3.0);
            double activity = people.activityOf(i);
            double repost = people.get(i).heavy() ? 0.49 : 0.26;
            reposts += activity * repost;
            posts += activity * (1 - repost);
            weighted += activity * (1 - repost) * renown[i];
        }
        double likesPerPost = LIKES_PER_REPOST * reposts / posts;
        likesPerRenown = likesPerPost / (weighted / posts) / Math.exp(LUCK * LUCK / 2) / (1 - LOST);
        most = size / 4;
    }

    /** How strongly a post of someone draws readers, against others of its time. */
    double pull(int author, Chance chance) {
        return renown[author] * Math.exp(LUCK * chance.normal());
    }

    /** How many like a post of someone. */
    int likes(int author, Chance chance) {
        return Math.min(most, chance.rounded(likesPerRenown * renown[author] * Math.exp(LUCK * chance.normal())));
    }
}
