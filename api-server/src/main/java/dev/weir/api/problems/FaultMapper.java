package dev.weir.api.problems;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers everything that nobody expected: our fault, logged with the request's id, told as ours. But for one thing: the
 * HTTP server unpacks bodies while they are read, and throws what it stumbles over as its own.
 */
public final class FaultMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FaultMapper.class);

    @Override
    public Response toResponse(Throwable fault) {
        if (isBadlyPacked(fault)) {
            return ProblemMapper.answer(
                    Problem.of(400, "Bad Request", "The body is not packed as the header 'Content-Encoding' says."));
        }
        LOG.error("a request failed", fault);
        return ProblemMapper.answer(Problem.of(
                500,
                "Internal Server Error",
                "Something failed on our side. It is not your request; please report it with its request_id."));
    }

    private static boolean isBadlyPacked(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ZipException) {
                return true;
            }
        }
        return false;
    }
}
