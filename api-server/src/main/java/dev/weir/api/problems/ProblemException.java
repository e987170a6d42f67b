package dev.weir.api.problems;

/** Ends a request with a {@link Problem}. Thrown for a caller's fault, so it carries no stack trace. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.title() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What the caller gets. */
    public Problem problem() {
        return problem;
    }
}
