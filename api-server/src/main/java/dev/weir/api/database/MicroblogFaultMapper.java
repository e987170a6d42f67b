package dev.weir.api.database;

import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemMapper;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Answers 503 when the microblog cannot be read: never an empty page or a 404 for a fault of ours. */
public final class MicroblogFaultMapper implements ExceptionMapper<MicroblogUnavailableException> {

    private static final int RETRY_AFTER_SECONDS = 2;

    @Override
    public Response toResponse(MicroblogUnavailableException failure) {
        return ProblemMapper.answer(Problem.unavailable(
                "Posts and users cannot be read right now. Nothing is lost; try again.", RETRY_AFTER_SECONDS));
    }
}
