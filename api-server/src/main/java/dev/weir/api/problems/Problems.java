package dev.weir.api.problems;

import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.server.Server;

/** Puts the problem documents into a server, so that no answer of any layer is anything else. */
public final class Problems {

    private Problems() {}

    /** Registers the mappers, and the pages of the HTTP server itself. */
    public static void install(Environment environment) {
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new RefusalMapper());
        environment.jersey().register(new FaultMapper());
        ProblemPages pages = new ProblemPages(environment.getObjectMapper());
        environment.getApplicationContext().setErrorHandler(pages);
        environment.lifecycle().addServerLifecycleListener((Server server) -> server.setErrorHandler(pages));
    }
}
