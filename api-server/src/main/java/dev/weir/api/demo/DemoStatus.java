package dev.weir.api.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What of the demo runs at a moment.
 *
 * @param running whether any gateway does
 * @param gateways by port
 * @param postgres its PostgreSQL, if that runs
 */
public record DemoStatus(boolean running, List<One> gateways, Optional<Postgres> postgres) {

    public DemoStatus {
        gateways = List.copyOf(gateways);
    }

    /**
     * One gateway.
     *
     * @param pid its process
     * @param since when that process began
     * @param state starting, running, or not answering
     * @param baseUrl of the data API
     * @param adminUrl of health checks and metrics
     * @param clusterSize members of the Hazelcast cluster as this gateway sees it; empty when it does not say
     */
    public record One(
            long pid,
            Instant since,
            String state,
            @JsonProperty("base_url") String baseUrl,
            @JsonProperty("admin_url") String adminUrl,
            @JsonProperty("cluster_port") int clusterPort,
            @JsonProperty("cluster_size") Optional<Integer> clusterSize) {}

    /**
     * The demo's PostgreSQL.
     *
     * @param pid of its first process
     * @param port on 127.0.0.1
     * @param data its data directory
     */
    public record Postgres(long pid, int port, String data) {}
}
