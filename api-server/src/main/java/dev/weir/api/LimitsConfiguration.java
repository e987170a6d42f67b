package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.node.LimiterSettings;
import dev.weir.limits.node.Topology;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the limits are kept.
 *
 * @param store embedded: this gateway is a member of the Hazelcast cluster · client: the cluster is separate · local:
 *     this gateway alone, without a cluster
 * @param cluster name of the cluster; keeps clusters apart that could reach each other, it is not a password
 * @param bind the one address that the member listens on
 * @param port the member's port
 * @param members addresses of members as {@code host:port}; the first one that answers is joined
 * @param nodes gateways that share the limits, 1 to 1,000; only for clients, members count themselves
 * @param deadline how long a decision waits for the store, 1 ms to 1 s
 */
public record LimitsConfiguration(
        @NotNull Store store,
        @NotBlank String cluster,
        @NotBlank String bind,
        @Min(1) @Max(65535) int port,
        @NotNull List<String> members,
        @Min(1) @Max(1000) int nodes,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.SECONDS)
        Duration deadline) {

    /** Where the state of limits lives. */
    public enum Store {
        EMBEDDED,
        CLIENT,
        LOCAL
    }

    @JsonCreator
    static LimitsConfiguration read(
            @JsonProperty("store") @Nullable Store store,
            @JsonProperty("cluster") @Nullable String cluster,
            @JsonProperty("bind") @Nullable String bind,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty("members") @Nullable List<String> members,
            @JsonProperty("nodes") @Nullable Integer nodes,
            @JsonProperty("deadline") @Nullable Duration deadline) {
        return new LimitsConfiguration(
                Objects.requireNonNullElse(store, Store.EMBEDDED),
                Objects.requireNonNullElse(cluster, "weir"),
                Objects.requireNonNullElse(bind, "127.0.0.1"),
                Objects.requireNonNullElse(port, 5701),
                List.copyOf(Objects.requireNonNullElse(members, List.of())),
                Objects.requireNonNullElse(nodes, 1),
                Objects.requireNonNullElse(deadline, Duration.milliseconds(25)));
    }

    /** What is in force when the configuration says nothing. */
    static LimitsConfiguration standard() {
        return read(null, null, null, null, null, null, null);
    }

    /** The same in the limiter's words. */
    LimiterSettings settings() {
        return settings(topology());
    }

    /** For a process that is nothing but a member of the limit store, which gateways ask as clients. */
    public LimiterSettings ofMember(String address, int memberPort) {
        return settings(new Topology.Member(cluster, address, memberPort, members));
    }

    private LimiterSettings settings(Topology topology) {
        GuardSettings standard = GuardSettings.defaults();
        return new LimiterSettings(
                topology,
                new GuardSettings(
                        deadline.toJavaDuration(),
                        standard.callsInFlight(),
                        standard.breaker(),
                        standard.homesRemembered()));
    }

    private Topology topology() {
        return switch (store) {
            case EMBEDDED -> new Topology.Member(cluster, bind, port, members);
            case CLIENT -> new Topology.Client(cluster, members, nodes);
            case LOCAL -> new Topology.Alone();
        };
    }
}
