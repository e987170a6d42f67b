package dev.weir.billing.catalogue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * So many requests in so much time.
 *
 * @param requests 1 to 1,000,000,000,000
 * @param period whole seconds, 1 s to 31 d
 * @param holder whose requests are counted together
 */
public record Allowance(long requests, Duration period, Holder holder) {

    /** Whose requests an allowance counts together. */
    public enum Holder {
        /** All of an app's, whatever key they come with. */
        APP,
        /** Those of an app that act for one microblog user; the app's own, which act for none, count as another's. */
        USER
    }

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    public Allowance {
        if (requests < 1) {
            throw new IllegalArgumentException("an allowance is at least 1 request, was " + requests);
        }
        if (period.compareTo(SHORTEST) < 0
                || period.compareTo(LONGEST) > 0
                || !period.equals(period.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("a period is whole seconds, 1 s to 31 d, was " + period);
        }
    }

    /** An allowance of an app. */
    public Allowance(long requests, Duration period) {
        this(requests, period, Holder.APP);
    }

    /**
     * Whether one who keeps to the other allowance keeps to this one too. The other may be spent anew in each of its
     * periods, so a longer period here must hold as many of them as it touches. What each user of an app keeps to says nothing of
     * the app as a whole.
     */
    boolean covers(Allowance other) {
        if (holder == Holder.APP && other.holder == Holder.USER) {
            return false;
        }
        long mine = period.toSeconds();
        long theirs = other.period.toSeconds();
        long times = (mine + theirs - 1) / theirs;
        return other.requests <= requests / times;
    }
}
