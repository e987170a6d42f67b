package dev.weir.api.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The posts of the last days, which new ones answer, quote and repeat. */
final class RecentPosts {

    /** How far back anyone reads. */
    static final long REACH_MILLIS = 3L * 24 * 3_600_000;

    private static final int CANDIDATES = 6;
    private static final double OWN_LANGUAGE = 25;

    private final List<Told> told = new ArrayList<>();

    /**
     * A post that may be answered.
     *
     * @param author index of the person
     * @param pull how much attention it draws
     */
    record Told(long id, int author, long conversation, long millis, String text, Language language, double pull) {}

    /** Adds a post; in order of time. */
    void add(Told post) {
        told.add(post);
    }

    /** Forgets what nobody will go back to. */
    void forget(long now) {
        int first = firstAfter(now - REACH_MILLIS);
        if (first > 0) {
            told.subList(0, first).clear();
        }
    }

    /**
     * Finds a post that someone comes upon.
     *
     * @param lagsMillis how old it should be: one age for each candidate, of which attention picks one
     */
    Optional<Told> find(long now, int reader, Language language, Chance chance, Lag lagsMillis) {
        var candidates = new Told[CANDIDATES];
        var weights = new double[CANDIDATES];
        double sum = 0;
        for (int i = 0; i < CANDIDATES; i++) {
            int index = firstAfter(now - (long) lagsMillis.draw(chance)) - 1;
            if (index < 0) {
                continue;
            }
            var post = told.get(index);
            if (post.author == reader) {
                continue;
            }
            candidates[i] = post;
            weights[i] = post.pull * (post.language == language ? OWN_LANGUAGE : 1);
            sum += weights[i];
        }
        return sum == 0 ? Optional.empty() : Optional.of(candidates[new Weights(weights).draw(chance)]);
    }

    /** Draws an age in milliseconds. */
    interface Lag {
        double draw(Chance chance);
    }

    /** Index of the first post after a time. */
    private int firstAfter(long millis) {
        int low = 0;
        int high = told.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (told.get(middle).millis <= millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
