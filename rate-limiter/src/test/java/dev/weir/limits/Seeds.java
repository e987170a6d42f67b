package dev.weir.limits;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a law over many seeded random cases and names the seed that breaks it. */
public final class Seeds {

    private static final long FIRST = Long.getLong("weir.seed", 20_261_121L);
    private static final int CASES = Integer.getInteger("weir.cases", 1_000);

    private Seeds() {}

    /** Tries a law with {@code weir.cases} seeds (1,000) from {@code weir.seed} on. */
    public static void check(Consumer<Random> law) {
        check(CASES, law);
    }

    /** Tries a law with that many seeds from {@code weir.seed} on. */
    public static void check(int cases, Consumer<Random> law) {
        for (long seed = FIRST; seed < FIRST + cases; seed++) {
            try {
                law.accept(new Random(seed));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("broken with -Dweir.seed=" + seed + " -Dweir.cases=1: " + broken, broken);
            }
        }
    }
}
