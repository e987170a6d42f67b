package dev.weir.api.streams;

import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.util.component.LifeCycle;

/** Puts streams into a server. */
public final class StreamFeature {

    private StreamFeature() {}

    /** Registers the endpoints, and begins to read the feed. */
    public static void install(Environment environment, StreamParts parts) {
        SqlRules rules = new SqlRules(parts.jdbi());
        Streams streams = new Streams(parts, rules, StreamBounds.STANDARD);
        StreamOpening opening = new StreamOpening(streams, parts.clock());
        environment.jersey().register(new FilteredStreamResource(opening));
        environment.jersey().register(new SampleStreamResource(opening));
        environment.jersey().register(new RulesResource(rules, parts.tokens(), parts.clock(), streams::rulesChanged));
        environment.jersey().register(new ConnectionsResource(streams.registry(), parts.tokens()));
        environment
                .servlets()
                .addFilter("streams", new StreamFilter(streams))
                .addMappingForUrlPatterns(
                        StreamFilter.DISPATCHES, true, "/2/tweets/search/stream", "/2/tweets/sample/stream");
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle server) {
                streams.start();
            }

            @Override
            public void lifeCycleStopping(LifeCycle server) {
                // Before the server waits for its requests to end: streams end only when they are told to.
                streams.close();
            }
        });
    }
}
