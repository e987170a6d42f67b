package dev.weir.api.problems;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers everything that nobody expected: our fault, logged with the request's id, told as ours. */
public final class FaultMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FaultMapper.class);

    @Override
    public Response toResponse(Throwable fault) {
        LOG.error("a request failed", fault);
        return ProblemMapper.answer(Problem.of(
                500,
                "Internal Server Error",
                "Something failed on our side. It is not your request; please report it with its request_id."));
    }
}
