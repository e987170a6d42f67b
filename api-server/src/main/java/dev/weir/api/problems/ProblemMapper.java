package dev.weir.api.problems;

import dev.weir.api.operations.RequestIds;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.MDC;

/** Answers a {@link ProblemException}. */
public final class ProblemMapper implements ExceptionMapper<ProblemException> {

    /** RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";

    @Override
    public Response toResponse(ProblemException exception) {
        return answer(exception.problem());
    }

    /** The answer that carries a problem. */
    public static Response answer(Problem problem) {
        String requestId = MDC.get(RequestIds.MDC_KEY);
        Problem whole = requestId == null ? problem : problem.with("request_id", requestId);
        Response.ResponseBuilder answer = Response.status(whole.status())
                .type(MediaType.valueOf(MEDIA_TYPE))
                .entity(whole);
        whole.headers().forEach(answer::header);
        return answer.build();
    }
}
