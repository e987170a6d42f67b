package dev.weir.api.database;

import dev.weir.api.problems.FaultMapper;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemMapper;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/** Answers a database that is away with 503, and everything else that it says as the fault it is. */
public final class DatabaseFaultMapper implements ExceptionMapper<JdbiException> {

    private static final int RETRY_AFTER_SECONDS = 2;

    private final FaultMapper faults = new FaultMapper();

    @Override
    public Response toResponse(JdbiException failure) {
        return DatabaseFaults.isAway(failure)
                ? ProblemMapper.answer(Problem.unavailable(
                        "Our database does not answer right now. Nothing was lost; try again.", RETRY_AFTER_SECONDS))
                : faults.toResponse(failure);
    }
}
