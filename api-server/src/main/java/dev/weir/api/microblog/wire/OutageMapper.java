package dev.weir.api.microblog.wire;

import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemMapper;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a read that could not be done: 503, never an empty list or "not found". */
public final class OutageMapper implements ExceptionMapper<MicroblogUnavailableException> {

    private static final Logger LOG = LoggerFactory.getLogger(OutageMapper.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    public Response toResponse(MicroblogUnavailableException outage) {
        LOG.warn("answered 503: {}: {}", outage.getMessage(), String.valueOf(outage.getCause()));
        return new ProblemMapper()
                .toResponse(new ProblemException(Problem.unavailable(
                        "Posts and users cannot be read right now. This is on our side and says nothing about what you"
                                + " asked for; try again shortly.",
                        RETRY_AFTER_SECONDS)));
    }
}
