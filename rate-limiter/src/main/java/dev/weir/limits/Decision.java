package dev.weir.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one answer to a {@link LimitRequest}. Each alternative carries the numbers of every limit consulted. */
public sealed interface Decision {

    /** What was asked. */
    LimitRequest request();

    /** One level for each demand, in the order of the request. */
    List<Level> levels();

    /** What the decision was taken from. */
    Source source();

    /** Why, one line for the outcome and one for each limit: for support, never to be parsed. */
    default List<String> explain() {
        List<String> lines = new ArrayList<>(levels().size() + 1);
        lines.add(getClass().getSimpleName().toLowerCase(Locale.ROOT) + " for "
                + request().home() + ", decided from " + source().name().toLowerCase(Locale.ROOT));
        levels().forEach(level -> lines.add(level.explain()));
        return lines;
    }

    /**
     * All limits allow; the cost is charged, to be corrected by {@link RateLimiter#settle}.
     *
     * @param receipt what {@link RateLimiter#settle} needs; opaque
     */
    record Allowed(LimitRequest request, List<Level> levels, Source source, Receipt receipt) implements Decision {
        public Allowed {
            levels = List.copyOf(levels);
        }

        /** An answer that no limiter gave, for tests and fakes; it cannot be settled. */
        public Allowed(LimitRequest request, List<Level> levels, Source source) {
            this(request, levels, source, Receipt.NONE);
        }
    }

    /**
     * The caller is over at least one limit, by positive evidence; nothing was charged.
     *
     * @param retryAfter how long to wait before the same request can pass, if nobody else spends meanwhile. A cost above
     *     the capacity can never pass; then it is the time until the limit is whole again
     */
    record Denied(LimitRequest request, List<Level> levels, Source source, Duration retryAfter) implements Decision {
        public Denied {
            levels = List.copyOf(levels);
        }
    }

    /**
     * The store is away and a limit says {@link OnStoreLoss#REFUSE}: our fault, not the caller's; nothing was charged.
     *
     * @param retryAfter when to try again
     */
    record Reduced(LimitRequest request, List<Level> levels, Source source, Duration retryAfter) implements Decision {
        public Reduced {
            levels = List.copyOf(levels);
        }
    }
}
