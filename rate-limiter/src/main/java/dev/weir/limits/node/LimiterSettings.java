package dev.weir.limits.node;

import dev.weir.limits.guard.GuardSettings;

/**
 * Everything about a node's rate limiter.
 *
 * @param topology where the limit store is
 * @param guard how long decisions wait for it, and how much may be under way
 */
public record LimiterSettings(Topology topology, GuardSettings guard) {

    /** The usual settings for that topology. */
    public static LimiterSettings of(Topology topology) {
        return new LimiterSettings(topology, GuardSettings.defaults());
    }
}
