package dev.weir.drills.scale;

import java.util.Comparator;
import java.util.List;

/** The median of several rounds: one in which the machine did something else does not count. */
public final class Median {

    private Median() {}

    /** Of at least one value. */
    public static double of(List<Double> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }
}
