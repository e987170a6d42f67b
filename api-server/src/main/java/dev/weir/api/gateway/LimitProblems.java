package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemType;
import dev.weir.limits.Decision;
import dev.weir.limits.Level;
import dev.weir.limits.Refill;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Tells a refusal. 429 is the caller's doing and only ever follows positive evidence; 503 is ours.
 *
 * <p>The bodies are those that existing clients tell apart: {@code about:blank} for a window, {@code usage-capped} for
 * the monthly quota.
 */
final class LimitProblems {

    /** Spread of {@code Retry-After}, so that clients refused together do not come back together. */
    private static final double JITTER = 0.2;

    private static final Duration MOST_JITTER = Duration.ofSeconds(10);

    private final RandomGenerator random;

    /** @param random spreads {@code Retry-After} */
    LimitProblems(RandomGenerator random) {
        this.random = random;
    }

    /** 429: the caller is over a limit. */
    Problem over(Call call, Decision.Denied denied) {
        List<Level> refused = denied.levels().stream().filter(Level::refused).toList();
        boolean capped = refused.stream().anyMatch(level -> level.limit().refill() == Refill.PERIOD);
        Problem problem = capped ? capped(call, refused) : window(refused, denied.retryAfter());
        return problem.with("violated_limits", LimitSignals.violated(denied.levels()))
                .with("retry_after_ms", denied.retryAfter().toMillis())
                .with("docs", "/docs/errors/" + (capped ? "usage-capped" : "too-many-requests"))
                .withHeader("Retry-After", Long.toString(retryAfter(denied.retryAfter())));
    }

    /** 503: the limit store is away, and this limit does not go without it. */
    Problem reduced(Decision.Reduced reduced) {
        return Problem.of(
                        503,
                        "Service Unavailable",
                        "Our limit store is away, and this endpoint waits for it. You are not over any limit; try again.")
                .with("code", "temporary-reduced-capacity")
                .with("docs", "/docs/errors/temporary-reduced-capacity")
                .withHeader("Retry-After", Long.toString(retryAfter(reduced.retryAfter())));
    }

    private static Problem window(List<Level> refused, Duration wait) {
        String spent = refused.stream()
                .map(level -> level.limit().name() + " allows " + level.limit().capacity() + " in "
                        + level.limit().period().toSeconds() + " s")
                .collect(Collectors.joining(", "));
        return Problem.of(
                429,
                "Too Many Requests",
                "Too Many Requests: " + spent + ". Wait " + LimitSignals.secondsUp(wait) + " s.");
    }

    private static Problem capped(Call call, List<Level> refused) {
        Level quota = refused.stream()
                .filter(level -> level.limit().refill() == Refill.PERIOD)
                .findFirst()
                .orElseThrow();
        String detail = "Usage cap exceeded: Monthly product cap"
                + (quota.remaining() > 0
                        ? ". This call may return " + quota.demand().cost() + " posts and " + quota.remaining()
                                + " are left: ask for fewer with max_results or ids."
                        : "");
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("account_id", call.caller().accountId());
        members.put("product_name", call.policy().plan());
        members.put("period", "Monthly");
        members.put("scope", "Product");
        return new Problem("UsageCapExceeded", detail, ProblemType.USAGE_CAPPED, 429, members, Map.of());
    }

    /** Whole seconds, never early, spread by up to a fifth. */
    private long retryAfter(Duration wait) {
        long spread = Math.min((long) (wait.toMillis() * JITTER), MOST_JITTER.toMillis());
        return LimitSignals.secondsUp(wait.plusMillis(random.nextLong(spread + 1)));
    }
}
