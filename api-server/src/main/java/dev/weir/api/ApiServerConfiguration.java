package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.operations.HealthPlan;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.server.ServerFactory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server's configuration: one YAML file, every key of which is explained in {@code api-server/config/weir.yml}. */
public final class ApiServerConfiguration extends Configuration {

    private final @Valid @NotNull DatabaseConfiguration database;
    private final @Valid @NotNull KeysConfiguration keys;
    private final @Valid @NotNull LimitsConfiguration limits;
    private final @Valid @NotNull TimelinesConfiguration timelines;
    private final @Valid @NotNull MemoryConfiguration memory;
    private final @NotNull Path stateDirectory;
    private final @NotNull VirtualThreads virtualThreads;

    @JsonCreator
    ApiServerConfiguration(
            @JsonProperty("database") DatabaseConfiguration database,
            @JsonProperty("keys") KeysConfiguration keys,
            @JsonProperty("limits") @Nullable LimitsConfiguration limits,
            @JsonProperty("timelines") @Nullable TimelinesConfiguration timelines,
            @JsonProperty("memory") @Nullable MemoryConfiguration memory,
            @JsonProperty("stateDirectory") @Nullable Path stateDirectory,
            @JsonProperty("virtualThreads") @Nullable VirtualThreads virtualThreads) {
        this.database = database;
        this.keys = keys;
        this.limits = limits == null ? LimitsConfiguration.standard() : limits;
        this.timelines = timelines == null ? TimelinesConfiguration.standard() : timelines;
        this.memory = memory == null ? MemoryConfiguration.standard() : memory;
        this.stateDirectory = Objects.requireNonNullElse(stateDirectory, Path.of("var", "state"));
        this.virtualThreads = Objects.requireNonNullElse(virtualThreads, VirtualThreads.AUTO);
        setHealthFactory(HealthPlan.standard());
    }

    /** PostgreSQL. */
    public DatabaseConfiguration database() {
        return database;
    }

    /** What keys are checked with. */
    public KeysConfiguration keys() {
        return keys;
    }

    /** Where the limits are kept. */
    public LimitsConfiguration limits() {
        return limits;
    }

    /** How home timelines are kept. */
    public TimelinesConfiguration timelines() {
        return timelines;
    }

    /** How much of the microblog is kept in memory. */
    public MemoryConfiguration memory() {
        return memory;
    }

    /** Where this gateway keeps what it must not forget when PostgreSQL is away; its own, not shared. */
    public Path stateDirectory() {
        return stateDirectory;
    }

    /** Whether requests run on virtual threads. */
    public VirtualThreads virtualThreads() {
        return virtualThreads;
    }

    @Override
    public void setServerFactory(ServerFactory factory) {
        if (factory instanceof AbstractServerFactory server) {
            server.setRegisterDefaultExceptionMappers(false);
        }
        super.setServerFactory(factory);
    }
}
