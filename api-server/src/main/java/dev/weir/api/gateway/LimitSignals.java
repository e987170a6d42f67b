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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
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

    private LimitSignals() {}

    /**
     * The headers of an answer.
     *
     * @param spentPosts posts really handed out; what was reserved beyond them is shown as left
     */
    static Map<String, String> headers(Decision decision, long spentPosts) {
        List<Level> levels = decision instanceof Decision.Allowed
                ? decision.levels().stream()
                        .map(level -> settled(level, spentPosts))
                        .toList()
                : decision.levels();
        Map<String, String> headers = new LinkedHashMap<>();
        classic(headers, levels);
        headers.put(
                POLICY,
                String.join(", ", levels.stream().map(LimitSignals::policy).toList()));
        boolean degraded = decision.source() == Source.SHARE;
        headers.put(
                STATE,
                String.join(
                        ", ",
                        levels.stream().map(level -> state(level, degraded)).toList()));
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
        List<Level> refused = levels.stream().filter(Level::refused).toList();
        if (!refused.isEmpty()) {
            refused.stream().max(Comparator.comparing(Level::resetsAt)).ifPresent(level -> classic(headers, level, 0));
            return;
        }
        levels.stream()
                .filter(level -> level.limit().refill() == Refill.WINDOW)
                .min(Comparator.comparingLong(Level::remaining).thenComparing(Level::resetsAt))
                .or(() -> levels.stream().findFirst())
                .ifPresent(level -> classic(headers, level, level.remaining()));
    }

    private static void classic(Map<String, String> headers, Level level, long remaining) {
        headers.put(LIMIT, Long.toString(level.limit().capacity()));
        headers.put(REMAINING, Long.toString(remaining));
        headers.put(RESET, Long.toString(secondsUp(level.resetsAt())));
    }

    private static String policy(Level level) {
        Limit limit = level.limit();
        StringBuilder item = new StringBuilder();
        item.append('"').append(limit.name()).append("\";q=").append(limit.capacity());
        if (limit.unit() != Unit.REQUESTS) {
            item.append(";qu=\"")
                    .append(limit.unit().name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        return item.append(";w=").append(limit.period().toSeconds()).toString();
    }

    private static String state(Level level, boolean degraded) {
        StringBuilder item = new StringBuilder();
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
        return item.toString();
    }

    /** Whole seconds, rounded up: a promise to a waiting client is never early. */
    static long secondsUp(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    private static long secondsUp(Instant instant) {
        return instant.plusNanos(999_999_999).getEpochSecond();
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
                entry.put("resets_at", level.resetsAt().toString());
                violated.add(entry);
            }
        }
        return violated;
    }
}
