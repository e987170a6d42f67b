package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.keys.KeysUnavailableException;
import dev.weir.api.plans.Policies;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import dev.weir.limits.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a request to its endpoint and back, whatever carries it: authenticate, resolve the policy, limit; and when the
 * endpoint has served, settle, meter, and say how the limits stand. Thread-safe.
 */
final class Passage {

    private final KeyDirectory keys;
    private final Policies policies;
    private final Admission admission;
    private final LimitProblems problems;
    private final Metering metering;
    private final GatewayMetrics metrics;

    Passage(
            KeyDirectory keys,
            Policies policies,
            Admission admission,
            LimitProblems problems,
            Metering metering,
            GatewayMetrics metrics) {
        this.keys = keys;
        this.policies = policies;
        this.admission = admission;
        this.problems = problems;
        this.metering = metering;
        this.metrics = metrics;
    }

    /**
     * Finds out who calls, and what his plan says of the endpoint.
     *
     * @param authorization the values of the {@code Authorization} header
     * @param query the parameters, in which no key may stand
     * @throws ProblemException who it is cannot be told, or the endpoint is not for him
     */
    Call call(Endpoint endpoint, List<String> authorization, Map<String, List<String>> query) {
        Caller caller = authenticate(endpoint, authorization, query);
        return new Call(caller, resolvePolicy(endpoint, caller));
    }

    private Caller authenticate(Endpoint endpoint, List<String> authorization, Map<String, List<String>> query) {
        Credentials.refuseKeyInQuery(query);
        String presented =
                Credentials.bearer(authorization).orElseThrow(() -> new ProblemException(Credentials.unauthorized()));
        Caller caller = find(presented).orElseThrow(() -> new ProblemException(Credentials.unauthorized()));
        boolean actsForUser = caller.userId().isPresent();
        if (!endpoint.tokens().serve(actsForUser)) {
            throw new ProblemException(Credentials.wrongKind(endpoint.id(), actsForUser));
        }
        return caller;
    }

    private Optional<Caller> find(String presented) {
        try {
            return keys.find(presented);
        } catch (KeysUnavailableException e) {
            metrics.keysUnavailable(e);
            throw new ProblemException(Problem.unavailable(
                    "We cannot check keys right now. This is our fault, not your key's; try again.", 2));
        }
    }

    private Policy resolvePolicy(Endpoint endpoint, Caller caller) {
        Policy policy = policies.find(caller.plan(), endpoint)
                .orElseThrow(() -> new ProblemException(Problem.unavailable(
                        "The plan of this account is not in the active catalogue. This is our fault; try again.", 30)));
        if (!policy.offered()) {
            throw new ProblemException(notOffered(caller, policy));
        }
        return policy;
    }

    /** Decides on the call, once; empty when its plan sets no limits at all. */
    Optional<Decision> decide(Call call, Map<String, List<String>> query) {
        return metrics.timed(call, () -> admission.decide(call, query));
    }

    /** Ends the call unless the decision allows it. */
    void heed(Call call, Decision decision) {
        if (decision instanceof Decision.Denied denied) {
            throw new ProblemException(problems.over(call, denied));
        }
        if (decision instanceof Decision.Reduced reduced) {
            throw new ProblemException(problems.reduced(reduced));
        }
    }

    /**
     * Settles and meters a call that has come so far as to have a decision.
     *
     * @param posts handed out, if it was served
     * @return the headers that tell how the limits stand
     */
    Map<String, String> end(Call call, Optional<Decision> decided, int status, long posts) {
        boolean ourFault = status >= 500;
        long handedOut = ourFault ? 0 : posts;
        if (decided.orElse(null) instanceof Decision.Allowed allowed) {
            if (ourFault) {
                admission.release(allowed);
            } else {
                admission.settlePosts(allowed, handedOut);
            }
        }
        if (status < 300) {
            metering.record(call.caller(), handedOut);
        }
        return decided.map(decision -> LimitSignals.headers(decision, handedOut))
                .orElse(Map.of());
    }

    private static Problem notOffered(Caller caller, Policy policy) {
        return new Problem(
                        "Client Forbidden",
                        "The plan '" + policy.plan() + "' does not include "
                                + policy.endpoint().id() + ".",
                        ProblemType.CLIENT_FORBIDDEN,
                        403,
                        Map.of(),
                        Map.of())
                .with("client_id", Long.toString(caller.appId()))
                .with("required_enrollment", "Appropriate Level of API Access")
                .with("registration_url", "/docs/guides/plans")
                .with("reason", "client-not-enrolled")
                .with("plan", policy.plan())
                .with("docs", "/docs/errors/client-forbidden");
    }
}
