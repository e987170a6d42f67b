package dev.weir.billing.catalogue;

import java.util.Map;
import java.util.Optional;

/**
 * All plans and the costs of all endpoints: one document, one hash, one version number. Immutable and valid.
 *
 * @param version the number it was published under, at least 1; 0 when it was not published
 * @param sha256 hash of the text, 64 hexadecimal digits
 * @param costs the cost of each endpoint
 * @param plans the plans by name
 * @param text the document as it was written
 */
public record Catalogue(long version, String sha256, Map<String, Cost> costs, Map<String, Plan> plans, String text) {

    public Catalogue {
        costs = Map.copyOf(costs);
        plans = Map.copyOf(plans);
    }

    /** The plan of this name; empty when there is none. */
    public Optional<Plan> plan(String name) {
        return Optional.ofNullable(plans.get(name));
    }

    /**
     * What a call of this endpoint costs.
     *
     * @throws IllegalArgumentException when the endpoint is none of those the catalogue was read for
     */
    public Cost cost(String endpointId) {
        var cost = costs.get(endpointId);
        if (cost == null) {
            throw new IllegalArgumentException("the catalogue knows no endpoint \"" + endpointId + "\"");
        }
        return cost;
    }

    Catalogue publishedAs(long number) {
        return new Catalogue(number, sha256, costs, plans, text);
    }
}
