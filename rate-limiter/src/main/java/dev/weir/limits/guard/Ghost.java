package dev.weir.limits.guard;

import dev.weir.limits.buckets.Ask;
import dev.weir.limits.buckets.Reply;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to the store whose caller has given up and decided without it. The store may still execute it. Once both are
 * known, what the share decided and what the store did, the two are brought together: charged by both, it is owed by
 * neither; charged by the store alone, it is refunded. Thread-safe.
 */
final class Ghost {

    /** What becomes of it. */
    interface End {
        void met(List<Ask> asks, Optional<Reply> late, boolean admittedHere);
    }

    private final List<Ask> asks;
    private final End end;
    private boolean ended;
    private @Nullable Reply late;
    private boolean decided;
    private boolean admittedHere;

    Ghost(List<Ask> asks, End end) {
        this.asks = asks;
        this.end = end;
    }

    /** The store has ended the call, with a reply or with a failure. */
    void answered(Optional<Reply> reply) {
        synchronized (this) {
            ended = true;
            late = reply.orElse(null);
            if (!decided) {
                return;
            }
        }
        meet();
    }

    /** The request was decided without the store. */
    void decided(boolean admitted) {
        synchronized (this) {
            decided = true;
            admittedHere = admitted;
            if (!ended) {
                return;
            }
        }
        meet();
    }

    // Reached once, by the later of the two.
    private void meet() {
        end.met(asks, Optional.ofNullable(late), admittedHere);
    }
}
