package dev.weir.api.demo.world;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Who follows whom.
 *
 * <p>How many someone follows is a power law of exponent {@value #EXPONENT} (Kwak et al. 2010) with a mean of
 * about 35; how many follow someone is log-normal, median 1 and a twentieth above 95 (Bluesky, snapshot of 2024).
 * Each follower draws whom to follow from the followers still to be placed, so follows are rarely mutual.
 */
final class FollowGraph {

    private static final double EXPONENT = 2.28;
    /** Of the logarithm of the number of followers: makes 95 the border of the top twentieth. */
    private static final double SPREAD = 2.75;

    private static final double MEDIAN = 1.03;

    private final int[] follower;
    private final int[] followed;
    private final int[] followers;
    private final int[] following;

    private FollowGraph(int[] follower, int[] followed, int users) {
        this.follower = follower;
        this.followed = followed;
        this.followers = new int[users];
        this.following = new int[users];
        for (int i = 0; i < follower.length; i++) {
            following[follower[i]]++;
            followers[followed[i]]++;
        }
    }

    static FollowGraph invent(WorldSettings settings) {
        int users = settings.users();
        var chance = Chance.of(settings.seed(), 3);
        var wanted = wantedFollowers(users, chance);
        int total = Arrays.stream(wanted).sum();
        var degrees = degrees(users, total, chance);
        return link(wanted, degrees, users, chance);
    }

    int edges() {
        return follower.length;
    }

    /** Index of who follows, for an edge. */
    int follower(int edge) {
        return follower[edge];
    }

    /** Index of who is followed, for an edge. */
    int followed(int edge) {
        return followed[edge];
    }

    int followersOf(int person) {
        return followers[person];
    }

    int followingOf(int person) {
        return following[person];
    }

    /** Exact quantiles instead of draws: the few at the top decide every mean. */
    private static int[] wantedFollowers(int users, Chance chance) {
        var wanted = new int[users];
        for (int i = 0; i < users; i++) {
            double value = MEDIAN * Math.exp(SPREAD * Normal.quantile((i + 0.5) / users));
            wanted[i] = (int) Math.min(Math.round(value), users / 2);
        }
        shuffle(wanted, chance);
        // Alice is well known, or the demo would be a dull place.
        wanted[People.ALICE] = Math.max(wanted[People.ALICE], users / 20);
        return wanted;
    }

    private static int[] degrees(int users, int total, Chance chance) {
        var degrees = new double[users];
        double sum = 0;
        for (int i = 0; i < users; i++) {
            degrees[i] = Math.min(Math.pow((i + 0.5) / users, -1 / (EXPONENT - 1)), users / 10.0);
            sum += degrees[i];
        }
        var whole = new int[users];
        for (int i = 0; i < users; i++) {
            whole[i] = chance.rounded(degrees[i] * total / sum);
        }
        shuffle(whole, chance);
        return whole;
    }

    private static FollowGraph link(int[] wanted, int[] degrees, int users, Chance chance) {
        int total = Arrays.stream(wanted).sum();
        var open = new int[total];
        int filled = 0;
        for (int i = 0; i < users; i++) {
            Arrays.fill(open, filled, filled + wanted[i], i);
            filled += wanted[i];
        }
        shuffle(open, chance);
        var follower = new int[total];
        var followed = new int[total];
        var seen = new int[users];
        Arrays.fill(seen, -1);
        int edges = 0;
        int left = total;
        for (int person : byDegree(degrees)) {
            int misses = 0;
            for (int n = 0; n < degrees[person] && left > 0 && misses < 200; ) {
                int slot = chance.below(left);
                int target = open[slot];
                if (target == person || seen[target] == person) {
                    misses++;
                    continue;
                }
                seen[target] = person;
                open[slot] = open[--left];
                follower[edges] = person;
                followed[edges++] = target;
                n++;
            }
        }
        return new FollowGraph(Arrays.copyOf(follower, edges), Arrays.copyOf(followed, edges), users);
    }

    /** Those who follow most choose first, while there is choice. */
    private static int[] byDegree(int[] degrees) {
        return IntStream.range(0, degrees.length)
                .boxed()
                .sorted((a, b) -> Integer.compare(degrees[b], degrees[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void shuffle(int[] values, Chance chance) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = chance.below(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
