package dev.weir.api.demo.world;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /**
     * The value that a share of all lies below, to seven digits at least.
     *
     * @param share more than 0, less than 1
     */
    static double quantile(double share) {
        // Bisection on the distribution function: slow, short and plainly right. Called a few thousand times.
        double low = -9;
        double high = 9;
        for (int i = 0; i < 48; i++) {
            double middle = (low + high) / 2;
            if (below(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The share of all below a value. Abramowitz and Stegun, formula 26.2.17, error below 7.5e-8. */
    private static double below(double value) {
        double t = 1 / (1 + 0.2316419 * Math.abs(value));
        double density = Math.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
        double above = density
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return value >= 0 ? 1 - above : above;
    }
}
