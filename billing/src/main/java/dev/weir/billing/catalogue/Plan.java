package dev.weir.billing.catalogue;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A named tier, as one version of the catalogue describes it.
 *
 * @param name 1 to 32 characters of {@code a-z 0-9 -}, the first a letter
 * @param description one sentence for developers
 * @param price what it costs; empty when it is free of charge
 * @param postsPerMonth posts that an account may be handed in a calendar month (UTC), at least 1; empty for unlimited
 * @param burst requests of an app in a short time over all endpoints; empty for unlimited
 * @param queryLength the longest search query, in characters (code points), at least 1
 * @param streams what it allows of streams, where it offers their endpoints
 * @param exportsAtOnce exports that an account may have in progress at once, where it offers them; at least 1
 * @param offered for each endpoint that the plan includes, how
 */
public record Plan(
        String name,
        String description,
        Optional<Price> price,
        OptionalLong postsPerMonth,
        Optional<Allowance> burst,
        int queryLength,
        StreamTerms streams,
        int exportsAtOnce,
        Map<String, Terms> offered) {

    public Plan {
        offered = Map.copyOf(offered);
    }

    /** How the plan offers this endpoint; empty when it does not. */
    public Optional<Terms> terms(String endpointId) {
        return Optional.ofNullable(offered.get(endpointId));
    }
}
