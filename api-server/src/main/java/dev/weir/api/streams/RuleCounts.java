package dev.weir.api.streams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many rules an app and its account have.
 *
 * @param data the figures
 */
record RuleCounts(Figures data) {

    static final String PARAMETER = "rules_count.fields";
    private static final String ALL_APPS = "all_project_client_apps";
    private static final String CAP = "cap_per_client_app";
    private static final String APP = "client_app_rules_count";
    private static final String PROJECT = "project_rules_count";

    /** Names that may be asked for; there is no cap over all apps, so it is never shown. */
    static final Set<String> FIELDS = Set.of(ALL_APPS, CAP, "cap_per_project", APP, PROJECT);

    /** What is shown without asking. */
    static final Set<String> STANDARD = Set.of(CAP, APP, PROJECT);

    /**
     * @param cap rules that an app may have
     * @param project rules of all apps of the account
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Figures(
            @JsonProperty(ALL_APPS) @Nullable List<AppCount> allApps,
            @JsonProperty(CAP) @Nullable Integer cap,
            @JsonProperty(APP) @Nullable AppCount app,
            @JsonProperty(PROJECT) @Nullable Long project) {}

    record AppCount(
            @JsonProperty("client_app_id") String appId,
            @JsonProperty("rule_count") long rules) {}

    static RuleCounts of(Map<Long, Long> byApp, long appId, int cap, Set<String> fields) {
        return new RuleCounts(new Figures(
                fields.contains(ALL_APPS)
                        ? byApp.entrySet().stream()
                                .map(app -> new AppCount(app.getKey().toString(), app.getValue()))
                                .toList()
                        : null,
                fields.contains(CAP) ? cap : null,
                fields.contains(APP) ? new AppCount(Long.toString(appId), byApp.getOrDefault(appId, 0L)) : null,
                fields.contains(PROJECT)
                        ? byApp.values().stream().mapToLong(Long::longValue).sum()
                        : null));
    }
}
