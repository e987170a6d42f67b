package dev.weir.api.operations;

import com.codahale.metrics.health.HealthCheck;
import java.util.concurrent.Callable;

/** A health check made of one question. */
final class Check extends HealthCheck {

    private final Callable<Result> question;

    /** @param question answers now; an exception counts as unhealthy */
    Check(Callable<Result> question) {
        this.question = question;
    }

    @Override
    protected Result check() throws Exception {
        return question.call();
    }
}
