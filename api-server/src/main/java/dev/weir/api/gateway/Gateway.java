package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.endpoints.Served;
import dev.weir.api.keys.Caller;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.keys.KeysUnavailableException;
import dev.weir.api.plans.Policies;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import dev.weir.limits.Decision;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a request through one endpoint, top to bottom: authenticate, resolve the policy, limit; then the resource
 * serves; then settle, meter and answer.
 */
final class Gateway implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String DECISION = Decision.class.getName();

    private final Endpoint endpoint;
    private final KeyDirectory keys;
    private final Policies policies;
    private final Admission admission;
    private final LimitProblems problems;
    private final Metering metering;
    private final GatewayMetrics metrics;

    Gateway(
            Endpoint endpoint,
            KeyDirectory keys,
            Policies policies,
            Admission admission,
            LimitProblems problems,
            Metering metering,
            GatewayMetrics metrics) {
        this.endpoint = endpoint;
        this.keys = keys;
        this.policies = policies;
        this.admission = admission;
        this.problems = problems;
        this.metering = metering;
        this.metrics = metrics;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Encoding.refuseBrokenUtf8(
                request.getUriInfo().getRequestUri().getRawQuery(),
                request.getUriInfo().getQueryParameters());
        Caller caller = authenticate(request);
        Call call = new Call(caller, resolvePolicy(caller));
        call.attachTo(request);
        limit(request, call);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!Call.isOn(request)) {
            return;
        }
        boolean ourFault = response.getStatus() >= 500;
        long posts = response.getEntity() instanceof Served served && !ourFault ? served.posts() : 0;
        if (request.getProperty(DECISION) instanceof Decision decision) {
            if (decision instanceof Decision.Allowed allowed) {
                settle(allowed, ourFault, posts);
            }
            LimitSignals.headers(decision, posts)
                    .forEach((name, value) -> response.getHeaders().putSingle(name, value));
        }
        if (response.getStatus() < 300) {
            metering.record(Call.of(request).caller(), posts);
        }
    }

    private Caller authenticate(ContainerRequestContext request) {
        Credentials.refuseKeyInQuery(request.getUriInfo().getQueryParameters());
        String presented = Credentials.bearer(request.getHeaders().getOrDefault("Authorization", List.of()))
                .orElseThrow(() -> new ProblemException(Credentials.unauthorized()));
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

    private Policy resolvePolicy(Caller caller) {
        Policy policy = policies.find(caller.plan(), endpoint)
                .orElseThrow(() -> new ProblemException(Problem.unavailable(
                        "The plan of this account is not in the active catalogue. This is our fault; try again.", 30)));
        if (!policy.offered()) {
            throw new ProblemException(notOffered(caller, policy));
        }
        return policy;
    }

    private void limit(ContainerRequestContext request, Call call) {
        Optional<Decision> decided = metrics.timed(
                endpoint,
                call,
                () -> admission.decide(call, request.getUriInfo().getQueryParameters()));
        decided.ifPresent(decision -> request.setProperty(DECISION, decision));
        if (decided.orElse(null) instanceof Decision.Denied denied) {
            throw new ProblemException(problems.over(call, denied));
        }
        if (decided.orElse(null) instanceof Decision.Reduced reduced) {
            throw new ProblemException(problems.reduced(reduced));
        }
    }

    private void settle(Decision.Allowed allowed, boolean ourFault, long posts) {
        if (ourFault) {
            admission.release(allowed);
        } else {
            admission.settlePosts(allowed, posts);
        }
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
