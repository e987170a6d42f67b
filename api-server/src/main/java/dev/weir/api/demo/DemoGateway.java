package dev.weir.api.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A gateway of the demo, as it describes itself in {@code var/run}.
 *
 * @param pid its process
 * @param since when that process began; tells it from another that got its number later
 * @param port of the data API
 * @param adminPort of health checks and metrics
 * @param clusterPort of its Hazelcast member, on 127.0.0.1
 * @param state what it is doing
 */
public record DemoGateway(
        long pid,
        Instant since,
        int port,
        @JsonProperty("admin_port") int adminPort,
        @JsonProperty("cluster_port") int clusterPort,
        State state) {

    /** What a gateway is doing. */
    public enum State {
        STARTING,
        RUNNING
    }

    public String baseUrl() {
        return "http://localhost:" + port;
    }

    public String adminUrl() {
        return "http://localhost:" + adminPort;
    }

    DemoGateway running() {
        return new DemoGateway(pid, since, port, adminPort, clusterPort, State.RUNNING);
    }

    boolean alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> since(process).equals(since))
                .isPresent();
    }

    /** When a process began; the epoch where the system does not tell. */
    static Instant since(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
