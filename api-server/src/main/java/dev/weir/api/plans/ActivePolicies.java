package dev.weir.api.plans;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.billing.catalogue.Catalogue;
import java.util.Optional;

/** The policies of the catalogue that is active now; replaced as a whole when another one is. */
public final class ActivePolicies implements Policies {

    private volatile Policies table = (plan, endpoint) -> Optional.empty();

    /** Makes this catalogue the active one. */
    public void activate(Catalogue catalogue) {
        table = new PolicyTable(catalogue);
    }

    @Override
    public Optional<Policy> find(String plan, Endpoint endpoint) {
        return table.find(plan, endpoint);
    }
}
