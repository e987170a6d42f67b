package dev.weir.drills.scale;

import java.util.Locale;

/**
 * What a round of questions came to.
 *
 * @param answers how many were answered 200
 * @param others how many were answered anything else
 * @param seconds from the first question to the last answer
 * @param p50Millis what half of the answers took at most, as the client sees it
 * @param p99Millis what all but a hundredth took at most
 * @param cpuMicros processor time of the processes that serve, for each answer
 */
public record Figures(long answers, long others, double seconds, double p50Millis, double p99Millis, double cpuMicros) {

    public double perSecond() {
        return (answers + others) / seconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%7.0f /s   p50 %6.2f ms   p99 %7.2f ms   %6.0f µs CPU   of %d%s",
                perSecond(),
                p50Millis,
                p99Millis,
                cpuMicros,
                answers,
                others == 0 ? "" : ", " + others + " NOT 200");
    }
}
