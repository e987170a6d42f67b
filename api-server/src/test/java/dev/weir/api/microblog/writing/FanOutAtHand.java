package dev.weir.api.microblog.writing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/** A {@link FanOut} that works when it is told to. */
public final class FanOutAtHand {

    private final FanOut fanOut;

    public FanOutAtHand(Jdbi jdbi, Instant now, long mostFollowers) {
        this.fanOut = new FanOut(jdbi, Clock.fixed(now, ZoneOffset.UTC), mostFollowers);
    }

    /** Copies all that is queued. */
    public void copyAll() {
        fanOut.copyAll();
    }

    public void beginAnew() {
        fanOut.beginAnew();
    }

    public void fill() {
        fanOut.fill(so -> {});
    }
}
