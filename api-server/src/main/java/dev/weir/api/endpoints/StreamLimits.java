package dev.weir.api.endpoints;

/**
 * What a plan allows of streams.
 *
 * @param connections streams that an account may hold open at once, over all gateways
 * @param rules rules that an app may keep
 * @param ruleLength the longest rule, in characters
 */
public record StreamLimits(int connections, int rules, int ruleLength) {

    /** Of an endpoint that has to do with none. */
    static final StreamLimits NONE = new StreamLimits(0, 0, 0);
}
