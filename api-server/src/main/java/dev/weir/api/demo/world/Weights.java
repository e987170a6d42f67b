package dev.weir.api.demo.world;

import java.util.Arrays;

/** Draws indexes in proportion to weights. */
final class Weights {

    private final double[] upTo;

    /** @param weights not negative, at least one positive */
    Weights(double[] weights) {
        upTo = weights.clone();
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
        if (upTo.length == 0 || upTo[upTo.length - 1] <= 0) {
            throw new IllegalArgumentException("there must be a positive weight among " + weights.length);
        }
    }

    int draw(Chance chance) {
        double at = chance.fraction() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, at);
        // Exactly on a border: the weight that begins there.
        int index = found >= 0 ? found + 1 : -found - 1;
        return Math.min(index, upTo.length - 1);
    }

    /** The share of one index in all. */
    double share(int index) {
        double from = index == 0 ? 0 : upTo[index - 1];
        return (upTo[index] - from) / upTo[upTo.length - 1];
    }
}
