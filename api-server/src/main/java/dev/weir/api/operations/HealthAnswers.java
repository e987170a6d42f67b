package dev.weir.api.operations;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.health.HealthStateAggregator;
import io.dropwizard.health.HealthStateView;
import io.dropwizard.health.HealthStatusChecker;
import io.dropwizard.health.response.HealthResponse;
import io.dropwizard.health.response.HealthResponseProvider;
import io.dropwizard.health.response.HealthResponseProviderFactory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says how the gateway is, for load balancers (by status: 200 or 503) and for people (in words).
 *
 * <p>{@code ok}, all is well · {@code degraded}, something is away that we go on without, still 200 · {@code down}, 503.
 * {@code ?type=alive} or {@code ?type=ready} (the default).
 */
@JsonTypeName("weir")
public final class HealthAnswers implements HealthResponseProviderFactory {

    @Override
    public HealthResponseProvider build(HealthStatusChecker checker, HealthStateAggregator states, ObjectMapper json) {
        return query -> {
            String type = query.getOrDefault("type", List.of("ready")).stream()
                    .findFirst()
                    .orElse("ready");
            boolean healthy = checker.isHealthy(type);
            return new HealthResponse(
                    healthy,
                    write(json, body(healthy, states.healthStateViews())),
                    "application/json",
                    healthy ? 200 : 503);
        };
    }

    private static Map<String, Object> body(boolean healthy, Collection<HealthStateView> states) {
        Map<String, String> checks = new TreeMap<>();
        states.forEach(state -> checks.put(state.getName(), state.isHealthy() ? "ok" : "away"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", healthy ? (checks.containsValue("away") ? "degraded" : "ok") : "down");
        body.put("checks", checks);
        return body;
    }

    private static String write(ObjectMapper json, Map<String, Object> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a health answer is plain text and maps", e);
        }
    }
}
