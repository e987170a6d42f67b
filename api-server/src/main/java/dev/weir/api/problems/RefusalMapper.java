package dev.weir.api.problems;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Answers what the framework refuses by itself: no such path, wrong method, wrong media type. */
public final class RefusalMapper implements ExceptionMapper<WebApplicationException> {

    private static final Map<Integer, String> ADVICE = Map.of(
            404, "There is nothing at this address. The endpoints are listed at /docs/api.",
            405, "This address does not know that method; the Allow header lists those it knows.",
            406, "The answer is JSON: send 'Accept: application/json' or leave the header out.",
            415, "The body must be JSON: send 'Content-Type: application/json'.");

    @Override
    public Response toResponse(WebApplicationException exception) {
        Response refused = exception.getResponse();
        int status = refused.getStatus();
        if (status < 400) {
            return refused;
        }
        Problem problem = Problem.of(
                status,
                refused.getStatusInfo().getReasonPhrase(),
                ADVICE.getOrDefault(status, refused.getStatusInfo().getReasonPhrase()));
        if (exception instanceof NotAllowedException) {
            problem = problem.withHeader(HttpHeaders.ALLOW, String.join(", ", allowed(refused)));
        }
        return ProblemMapper.answer(problem);
    }

    /** Jersey answers HEAD wherever it answers GET, and does not say so. */
    private static Set<String> allowed(Response refused) {
        Set<String> methods = new TreeSet<>(refused.getAllowedMethods());
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return methods;
    }
}
