package dev.weir.billing.catalogue;

/**
 * What a plan allows of streams.
 *
 * @param connections streams that an account may hold open at once, over all gateways; at least 1
 * @param rules rules that an app may keep; at least 1
 * @param ruleLength the longest rule, in characters (code points), at least 1
 */
public record StreamTerms(int connections, int rules, int ruleLength) {

    /** Whether this gives at least what the other gives, in every respect. */
    boolean cover(StreamTerms other) {
        return connections >= other.connections && rules >= other.rules && ruleLength >= other.ruleLength;
    }
}
