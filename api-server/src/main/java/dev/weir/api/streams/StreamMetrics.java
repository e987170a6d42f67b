package dev.weir.api.streams;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What streams count. */
final class StreamMetrics {

    private static final double NANOS = 1e9;

    private final PrometheusRegistry registry;
    private final Gauge connections;
    private final Counter posts;
    private final Counter leftOut;
    private final Counter disconnects;
    private final Histogram lag;

    StreamMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        connections = Gauge.builder()
                .name("weir_stream_connections")
                .help("Streams open on this gateway")
                .labelNames("stream")
                .register(registry);
        posts = Counter.builder()
                .name("weir_stream_posts_total")
                .help("Posts delivered")
                .labelNames("stream")
                .register(registry);
        leftOut = Counter.builder()
                .name("weir_stream_posts_left_out_total")
                .help("Posts that no stream got because they could not be read or written")
                .register(registry);
        disconnects = Counter.builder()
                .name("weir_stream_disconnects_total")
                .help("Streams that ended")
                .labelNames("reason")
                .register(registry);
        lag = Histogram.builder()
                .name("weir_stream_lag_seconds")
                .help("Time from a post's place in the feed to its readers' queues")
                .classicOnly()
                .classicUpperBounds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
                .register(registry);
    }

    /** @param bytes tells what waits for all readers */
    void queued(LongSupplier bytes) {
        GaugeWithCallback.builder()
                .name("weir_stream_queued_bytes")
                .help("Bytes that wait for the readers of this gateway's streams")
                .callback(now -> now.call((double) bytes.getAsLong()))
                .register(registry);
    }

    void opened(StreamKind kind) {
        connections.labelValues(kind.wireName()).inc();
    }

    void ended(StreamKind kind, Disconnect why) {
        connections.labelValues(kind.wireName()).dec();
        disconnects.labelValues(why.reason()).inc();
    }

    void delivered(StreamKind kind) {
        posts.labelValues(kind.wireName()).inc();
    }

    void leftOut() {
        leftOut.inc();
    }

    void lagged(Duration time) {
        lag.observe(Math.max(0, time.toNanos()) / NANOS);
    }
}
