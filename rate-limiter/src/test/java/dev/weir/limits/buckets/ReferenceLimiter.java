package dev.weir.limits.buckets;

import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What limits mean, written as plainly as possible: no bytes, no Bucket4j, no network. Windows and quotas count what was
 * spent; smooth limits count debt in token-milliseconds, so that all is whole numbers.
 */
final class ReferenceLimiter {

    private final Map<String, Window> windows = new HashMap<>();
    private final Map<String, Drip> drips = new HashMap<>();
    private final Map<String, Long> quotas = new HashMap<>();

    /** A window and what was spent in it. */
    private record Window(long ends, long spent) {}

    /** How many token-milliseconds were missing at a moment. */
    private record Drip(long atMillis, long missing) {}

    /** What it answers. */
    record Answer(boolean allowed, List<Long> remaining) {}

    Answer decide(List<Demand> demands, long nowMillis) {
        boolean allowed = demands.stream()
                .allMatch(demand -> demand.cost() == 0 || remaining(demand, nowMillis) >= demand.cost());
        if (allowed) {
            demands.stream().filter(demand -> demand.cost() > 0).forEach(demand -> spend(demand, nowMillis));
        }
        return new Answer(
                allowed,
                demands.stream().map(demand -> remaining(demand, nowMillis)).toList());
    }

    private long remaining(Demand demand, long nowMillis) {
        Limit limit = demand.limit();
        return switch (limit.refill()) {
            case WINDOW -> limit.capacity() - window(limit, nowMillis).spent();
            case SMOOTH -> {
                long period = limit.period().toMillis();
                yield limit.capacity() - (missing(limit, nowMillis) + period - 1) / period;
            }
            case PERIOD, RELEASE -> limit.capacity() - quotas.getOrDefault(limit.name(), 0L);
        };
    }

    private void spend(Demand demand, long nowMillis) {
        Limit limit = demand.limit();
        switch (limit.refill()) {
            case WINDOW -> {
                Window window = window(limit, nowMillis);
                windows.put(limit.name(), new Window(window.ends(), window.spent() + demand.cost()));
            }
            case SMOOTH -> {
                long more = demand.cost() * limit.period().toMillis();
                drips.put(limit.name(), new Drip(nowMillis, missing(limit, nowMillis) + more));
            }
            case PERIOD, RELEASE -> quotas.merge(limit.name(), demand.cost(), Long::sum);
        }
    }

    /** Gives back what a window's or quota's decision did not use. */
    void giveBack(Demand demand, long tokens, long windowEnds) {
        switch (demand.limit().refill()) {
            case WINDOW ->
                windows.computeIfPresent(
                        demand.limit().name(),
                        (name, window) ->
                                window.ends() == windowEnds ? new Window(windowEnds, window.spent() - tokens) : window);
            case SMOOTH -> throw new IllegalArgumentException("not modelled");
            case PERIOD, RELEASE -> quotas.merge(demand.limit().name(), -tokens, Long::sum);
        }
    }

    /** The store has lost everything; quotas are known elsewhere. */
    void wipe() {
        windows.clear();
        drips.clear();
    }

    long spent(Demand quota) {
        return quotas.getOrDefault(quota.limit().name(), 0L);
    }

    private Window window(Limit limit, long nowMillis) {
        Window window = windows.get(limit.name());
        if (window == null || window.ends() <= nowMillis) {
            return new Window(nowMillis + limit.period().toMillis(), 0);
        }
        return window;
    }

    private long missing(Limit limit, long nowMillis) {
        Drip drip = drips.get(limit.name());
        return drip == null ? 0 : Math.max(0, drip.missing() - (nowMillis - drip.atMillis()) * limit.capacity());
    }
}
