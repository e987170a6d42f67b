package dev.weir.api.demo.world;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Who follows whom.
 *
 * <p>How many someone follows is a power law of exponent {@value #EXPONENT} (Kwak et al. 2010) with a mean of
 * about 35; how many follow someone is log-normal with a heavy tail: median 1, a twentieth above 95, fewer than one in
 * 200 above 1,000 (Bluesky, snapshot of 2024).
 * Who follows whom is otherwise by chance, so follows are rarely mutual.
 */
final class FollowGraph {

    private static final double EXPONENT = 2.28;
    /** Of the logarithm of the number of followers: makes 95 the border of the top twentieth. */
    private static final double SPREAD = 2.75;

    private static final double MEDIAN = 1.03;

    private static final double KNOWN = 0.95;
    private static final double KNOWN_FROM = 95;
    private static final double FAMOUS = 0.9955;
    private static final double FAMOUS_FROM = 1_000;
    private static final double FAMOUS_TO = 4_700;
    private static final double MOST_SHARE = 0.94;

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
        var wanted = wantedFollowers(users, settings.follows(), chance);
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
    private static int[] wantedFollowers(int users, int follows, Chance chance) {
        var wanted = new int[users];
        double scale = follows == 0
                ? 1
                : follows
                        / IntStream.range(0, users)
                                .mapToDouble(i -> followers((i + 0.5) / users))
                                .sum();
        for (int i = 0; i < users; i++) {
            wanted[i] = (int) Math.min(Math.rint(scale * followers((i + 0.5) / users)), users * MOST_SHARE);
        }
        shuffle(wanted, chance);
        // Alice is well known, or the demo would be a dull place.
        wanted[People.ALICE] = Math.max(wanted[People.ALICE], users / 20);
        return wanted;
    }

    /** How many followers a share of all people do not reach: log-normal, with a heavier tail. */
    private static double followers(double share) {
        if (share < KNOWN) {
            return MEDIAN * Math.exp(SPREAD * Normal.quantile(share));
        }
        if (share < FAMOUS) {
            return KNOWN_FROM * Math.pow(FAMOUS_FROM / KNOWN_FROM, (share - KNOWN) / (FAMOUS - KNOWN));
        }
        return FAMOUS_FROM * Math.pow(FAMOUS_TO / FAMOUS_FROM, (share - FAMOUS) / (1 - FAMOUS));
    }

    private static int[] degrees(int users, int total, Chance chance) {
        var whole = new int[users];
        double scale = 1;
        // Nobody follows more than a fifth of all; what that takes from the top, everyone else gets.
        for (int round = 0; round < 20; round++) {
            double sum = 0;
            for (int i = 0; i < users; i++) {
                sum += degree(i, users, scale);
            }
            scale *= total / sum;
        }
        for (int i = 0; i < users; i++) {
            whole[i] = chance.rounded(degree(i, users, scale));
        }
        shuffle(whole, chance);
        return whole;
    }

    private static double degree(int rank, int users, double scale) {
        return Math.min(scale * Math.pow((rank + 0.5) / users, -1 / (EXPONENT - 1)), users / 5.0);
    }

    /** Joins those who want followers with those who want to follow, the most wanted first: they have least choice. */
    private static FollowGraph link(int[] wanted, int[] degrees, int users, Chance chance) {
        var order = IntStream.range(0, users)
                .boxed()
                .sorted((a, b) -> Integer.compare(wanted[b], wanted[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        var edges = new Edges(Arrays.stream(wanted).sum() + users);
        int next = 0;
        for (; next < users && wanted[order[next]] > users / 100; next++) {
            linkFamous(order[next], wanted[order[next]], degrees, edges, chance);
        }
        var open = open(degrees);
        int left = open.length;
        shuffle(open, chance);
        var seen = new int[users];
        Arrays.fill(seen, -1);
        for (; next < users; next++) {
            int person = order[next];
            for (int n = 0, misses = 0; n < wanted[person] && left > 0 && misses < 200; ) {
                int slot = chance.below(left);
                int by = open[slot];
                if (by == person || seen[by] == person) {
                    misses++;
                    continue;
                }
                seen[by] = person;
                open[slot] = open[--left];
                edges.add(by, person);
                n++;
            }
        }
        return new FollowGraph(edges.follower(), edges.followed(), users);
    }

    /** Draws many followers at once, each of them once, by how many they still want to follow. */
    private static void linkFamous(int person, int wanted, int[] degrees, Edges edges, Chance chance) {
        // The largest of u^(1/weight): Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006.
        var keys = new double[degrees.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i == person || degrees[i] == 0 ? -1 : Math.pow(chance.fraction(), 1.0 / degrees[i]);
        }
        var sorted = keys.clone();
        Arrays.sort(sorted);
        double least = Math.max(0, sorted[Math.max(0, sorted.length - wanted)]);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= least) {
                degrees[i]--;
                edges.add(i, person);
            }
        }
    }

    /** Everyone as often as they still want to follow somebody. */
    private static int[] open(int[] degrees) {
        var open = new int[Arrays.stream(degrees).sum()];
        int filled = 0;
        for (int i = 0; i < degrees.length; i++) {
            Arrays.fill(open, filled, filled + degrees[i], i);
            filled += degrees[i];
        }
        return open;
    }

    /** Follows in the making. */
    private static final class Edges {

        private final int[] follower;
        private final int[] followed;
        private int count;

        Edges(int most) {
            follower = new int[most];
            followed = new int[most];
        }

        void add(int by, int person) {
            follower[count] = by;
            followed[count++] = person;
        }

        int[] follower() {
            return Arrays.copyOf(follower, count);
        }

        int[] followed() {
            return Arrays.copyOf(followed, count);
        }
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
