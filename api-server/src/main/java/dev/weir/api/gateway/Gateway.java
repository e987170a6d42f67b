package dev.weir.api.gateway;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Served;
import dev.weir.limits.Decision;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@link Passage} of a request through one endpoint in Jersey. */
final class Gateway implements ContainerRequestFilter, ContainerResponseFilter {

    /** Under this name a request has its decision, which may have been taken before Jersey saw it. */
    static final String DECISION = Decision.class.getName();

    /** And under this one with what it failed, if it has failed before. */
    static final String FAILURE = Gateway.class.getName() + ".failure";

    private final Endpoint endpoint;
    private final Passage passage;

    Gateway(Endpoint endpoint, Passage passage) {
        this.endpoint = endpoint;
        this.passage = passage;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getProperty(FAILURE) instanceof RuntimeException failure) {
            throw failure;
        }
        Map<String, List<String>> query = request.getUriInfo().getQueryParameters();
        Encoding.refuseBrokenUtf8(request.getUriInfo().getRequestUri().getRawQuery(), query);
        Call call = passage.call(endpoint, request.getHeaders().getOrDefault("Authorization", List.of()), query);
        call.attachTo(request);
        Optional<Decision> decided = decision(request).or(() -> passage.decide(call, query));
        decided.ifPresent(decision -> {
            request.setProperty(DECISION, decision);
            passage.heed(call, decision);
        });
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (Call.isOn(request)) {
            long posts = response.getEntity() instanceof Served served ? served.posts() : 0;
            passage.end(Call.of(request), decision(request), response.getStatus(), posts)
                    .forEach((name, value) -> response.getHeaders().putSingle(name, value));
        }
    }

    private static Optional<Decision> decision(ContainerRequestContext request) {
        return request.getProperty(DECISION) instanceof Decision decision ? Optional.of(decision) : Optional.empty();
    }
}
