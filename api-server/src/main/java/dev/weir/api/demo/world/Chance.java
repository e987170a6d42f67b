package dev.weir.api.demo.world;

import java.util.List;
import java.util.SplittableRandom;

/** Draws that depend on nothing but a seed. */
final class Chance {

    private final SplittableRandom random;

    private Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A sequence of draws of its own for each combination of numbers, so that none depends on how many others drew. */
    static Chance of(long... numbers) {
        long seed = 0x9E3779B97F4A7C15L;
        for (long number : numbers) {
            seed = mixed(seed ^ number) + 0x9E3779B97F4A7C15L;
        }
        return new Chance(seed);
    }

    /** From 0, below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 0, below 1. */
    double fraction() {
        return random.nextDouble();
    }

    boolean hits(double probability) {
        return random.nextDouble() < probability;
    }

    /** A value whose logarithm is spread evenly. */
    double logUniform(double from, double to) {
        return from * Math.pow(to / from, random.nextDouble());
    }

    /** A value of the standard normal distribution. */
    double normal() {
        // Box and Muller, "A note on the generation of random normal deviates", 1958.
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** An exponentially distributed value. */
    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** A whole number near a value, right on average. */
    int rounded(double value) {
        int floor = (int) value;
        return hits(value - floor) ? floor + 1 : floor;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
