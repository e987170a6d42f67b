package dev.weir.api.gateway;

import dev.weir.limits.Decision;
import dev.weir.limits.Level;
import dev.weir.limits.Limit;
import dev.weir.limits.Refill;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a decision in headers, always from the decision that was taken, never from a second look.
 *
 * <p>{@code x-rate-limit-*} is what existing clients wait on: the window nearest to its end, or, on a refusal, the limit
 * that keeps the caller out longest. {@code RateLimit} and {@code RateLimit-Policy} tell all limits, in the syntax of
 * draft-ietf-httpapi-ratelimit-headers-11; no compliance is claimed while it is a draft.
 */
final class LimitSignals {

    static final String LIMIT = "x-rate-limit-limit";
    static final String REMAINING = "x-rate-limit-remaining";
    static final String RESET = "x-rate-limit-reset";
    static final String POLICY = "RateLimit-Policy";
    static final String STATE = "RateLimit";
    static final String DEGRADED = "weir-degraded";

    /** Characters that a limit takes in a header, about. */
    private static final int A_LIMIT = 64;

    private LimitSignals() {}

    /**
     * The headers of an answer.
     *
     * @param spentPosts posts really handed out; what was reserved beyond them is shown as left
     */
    // Loops, not streams: every answer has these.
    static Map<String, String> headers(Decision decision, long spentPosts) {
        boolean allowed = decision instanceof Decision.Allowed;
        boolean degraded = decision.source() == Source.SHARE;
        List<Level> levels = new ArrayList<>(decision.levels().size());
        StringBuilder policies = new StringBuilder(A_LIMIT * decision.levels().size());
        StringBuilder states = new StringBuilder(A_LIMIT * decision.levels().size());
        for (Level decided : decision.levels()) {
            Level level = allowed ? settled(decided, spentPosts) : decided;
            if (!levels.isEmpty()) {
                policies.append(", ");
                states.append(", ");
            }
            levels.add(level);
            policy(level, policies);
            state(level, degraded, states);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        classic(headers, levels);
        headers.put(POLICY, policies.toString());
        headers.put(STATE, states.toString());
        if (degraded) {
            headers.put(DEGRADED, "limits;reason=\"store-lost\"");
        }
        return headers;
    }

    private static Level settled(Level level, long spentPosts) {
        if (level.limit().unit() != Unit.POSTS) {
            return level;
        }
        long back = level.demand().cost() - spentPosts;
        long remaining = Math.max(0, Math.min(level.limit().capacity(), level.remaining() + back));
        return new Level(level.demand(), remaining, level.resetsAt(), level.untilReset(), level.refused());
    }

    private static void classic(Map<String, String> headers, List<Level> levels) {
        Level out = null;
        Level nearest = null;
        for (Level level : levels) {
            if (level.refused() && (out == null || level.resetsAt().isAfter(out.resetsAt()))) {
                out = level;
            }
            if (level.limit().refill() == Refill.WINDOW && (nearest == null || isNearer(level, nearest))) {
                nearest = level;
            }
        }
        if (out != null) {
            classic(headers, out, 0);
        } else if (nearest != null) {
            classic(headers, nearest, nearest.remaining());
        } else if (!levels.isEmpty()) {
            classic(headers, levels.get(0), levels.get(0).remaining());
        }
    }

    private static boolean isNearer(Level one, Level other) {
        return one.remaining() < other.remaining()
                || (one.remaining() == other.remaining() && one.resetsAt().isBefore(other.resetsAt()));
    }

    private static void classic(Map<String, String> headers, Level level, long remaining) {
        headers.put(LIMIT, Long.toString(level.limit().capacity()));
        headers.put(REMAINING, Long.toString(remaining));
        headers.put(RESET, Long.toString(secondsUp(level.resetsAt())));
    }

    private static void policy(Level level, StringBuilder item) {
        Limit limit = level.limit();
        item.append('"').append(limit.name()).append("\";q=").append(limit.capacity());
        if (limit.unit() != Unit.REQUESTS) {
            item.append(";qu=\"")
                    .append(limit.unit().name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        item.append(";w=").append(limit.period().toSeconds());
    }

    private static void state(Level level, boolean degraded, StringBuilder item) {
        item.append('"')
                .append(level.limit().name())
                .append("\";r=")
                .append(level.remaining())
                .append(";t=")
                .append(secondsUp(level.untilReset()))
                .append(";pk=:")
                .append(Base64.getEncoder()
                        .encodeToString(level.demand().holder().getBytes(StandardCharsets.UTF_8)))
                .append(':');
        if (degraded) {
            item.append(";weir-degraded=\"store-lost\"");
        }
    }

    /** Whole seconds, rounded up: a promise to a waiting client is never early. */
    static long secondsUp(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    private static long secondsUp(Instant instant) {
        return instant.plusNanos(999_999_999).getEpochSecond();
    }

    /** Times in documents have milliseconds; before this one it would be too early. */
    private static Instant millisUp(Instant instant) {
        return instant.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
    }

    /** The limits that refused, as members of a problem. */
    static List<Map<String, Object>> violated(List<Level> levels) {
        List<Map<String, Object>> violated = new ArrayList<>();
        for (Level level : levels) {
            if (level.refused()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("name", level.limit().name());
                entry.put("unit", level.limit().unit().name().toLowerCase(Locale.ROOT));
                entry.put("limit", level.limit().capacity());
                entry.put("remaining", level.remaining());
                entry.put("cost", level.demand().cost());
                entry.put("level", level.demand().holder().replaceFirst("-.*", ""));
                entry.put("resets_at", millisUp(level.resetsAt()).toString());
                violated.add(entry);
            }
        }
        return violated;
    }
}
