package dev.weir.api.plans;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import java.util.Optional;

/** What each plan says of each endpoint, as of the active catalogue. Thread-safe. */
@FunctionalInterface
public interface Policies {

    /** The policy of a plan for an endpoint; empty when the active catalogue has no such plan. */
    Optional<Policy> find(String plan, Endpoint endpoint);
}
