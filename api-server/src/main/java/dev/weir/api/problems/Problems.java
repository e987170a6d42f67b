package dev.weir.api.problems;

import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.util.EnumSet;
import org.eclipse.jetty.server.Server;

/** Puts the problem documents into a server, so that no answer of any layer is anything else. */
public final class Problems {

    private Problems() {}

    /** Registers the mappers, and the pages of the HTTP server itself. */
    public static void install(Environment environment) {
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new RefusalMapper());
        environment.jersey().register(new FaultMapper());
        FilterRegistration.Dynamic unreadBodies = environment.servlets().addFilter("unread-bodies", new UnreadBodies());
        unreadBodies.setAsyncSupported(true);
        unreadBodies.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        ProblemPages pages = new ProblemPages(environment.getObjectMapper());
        environment.getApplicationContext().setErrorHandler(pages);
        environment.lifecycle().addServerLifecycleListener((Server server) -> server.setErrorHandler(pages));
    }
}
